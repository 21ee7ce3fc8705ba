package ansatz.runner.checkpoint.internal;

import ansatz.experiment.ConfigException;
import ansatz.experiment.Experiment;
import ansatz.experiment.Lease;
import ansatz.experiment.Offer;
import ansatz.experiment.Procedure;
import ansatz.experiment.RefusedException;
import ansatz.experiment.Registry;
import ansatz.experiment.Source;
import ansatz.experiment.Work;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** The slots of a run as a snapshot names them, and how a run gets the same ones again. */
public final class SnapshotSlots {
  private static final int SHOWN = 12;

  private SnapshotSlots() {}

  /** Slot to {@link SlotBinding#text}. */
  public static SortedMap<String, String> of(List<Lease<?>> leases) {
    SortedMap<String, String> slots = new TreeMap<>();
    leases.forEach(lease -> slots.put(lease.slot(), SlotBinding.of(lease).text()));
    return slots;
  }

  /**
   * Opens a work whose slots are filled as a snapshot says, from the first lease on: the parameters in the file are those
   * of these versions.
   *
   * @throws RefusedException naming bundle, version, digest and cure when one of them cannot be had
   */
  public static Work open(Procedure procedure, Experiment experiment, Registry registry,
      SortedMap<String, String> slots) {
    Map<String, SlotBinding> pins = new HashMap<>();
    slots.forEach((slot, text) -> pins.put(slot, SlotBinding.parse(text)));
    Work work = procedure.open(experiment, new Pinned(registry, pins));
    // What replaces these parts later is had as from any registry.
    pins.clear();
    return work;
  }

  private static void require(String slot, SlotBinding wanted, Lease<?> lease) {
    SlotBinding had = SlotBinding.of(lease);
    if (!had.sameCode(wanted)) {
      throw missing(slot, wanted, "here is " + had.bundle() + " " + had.version() + " with sha256 " + shown(had));
    }
  }

  private static RefusedException missing(String slot, SlotBinding wanted, String reason) {
    return new RefusedException("slot " + slot + " was filled by " + wanted.words() + " (sha256 " + shown(wanted)
        + "), which cannot be had: " + reason + " — a run goes on with the code it has; install that again: "
        + "ansatz bundle install JAR");
  }

  private static String shown(SlotBinding filling) {
    return filling.sha256().substring(0, Math.min(SHOWN, filling.sha256().length()));
  }

  /** A registry that gives certain slots certain versions. */
  private record Pinned(Registry registry, Map<String, SlotBinding> pins) implements Registry {
    @Override
    public <S> List<Offer<S>> offers(Class<S> kind) {
      return registry.offers(kind);
    }

    @Override
    public long epoch() {
      return registry.epoch();
    }

    @Override
    public <S> Lease<S> lease(String slot, Class<S> kind, String name) {
      SlotBinding wanted = pins.get(slot);
      if (wanted == null) {
        return registry.lease(slot, kind, name);
      }
      Lease<S> lease;
      try {
        lease = registry.lease(slot, kind, wanted.label());
      } catch (ConfigException | RefusedException e) {
        throw missing(slot, wanted, e.getMessage());
      }
      try {
        require(slot, wanted, lease);
        return lease;
      } catch (RefusedException e) {
        lease.close();
        throw e;
      }
    }

    @Override
    public List<Source> bundles() {
      return registry.bundles();
    }
  }
}
