package ansatz.bundles.library.internal;

import ansatz.bundles.BundleCatalogue;
import ansatz.bundles.BundleLibrary.Entry;
import ansatz.bundles.BundleVersion;
import ansatz.bundles.LiveBundles;
import ansatz.bundles.LiveBundles.Unloaded;
import ansatz.experiment.Halt;
import ansatz.experiment.RefusedException;
import ansatz.experiment.RunRow;
import ansatz.experiment.RunState;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Ends a version: every running process is asked to unload it and to prove that it is gone, once while it may still be
 * used, so that a refusal changes nothing, and once when no process may take it any more, so that nobody took it in
 * between.
 */
final class Retirement {
  private final LibraryEnvironment environment;
  private final LiveBundles live;
  private final BundleCatalogue catalogue;

  Retirement(LibraryEnvironment environment, LiveBundles live, BundleCatalogue catalogue) {
    this.environment = environment;
    this.live = live;
    this.catalogue = catalogue;
  }

  /**
   * @return proofs by process, of those that had loaded it
   * @throws RefusedException naming everybody who holds it; then it is what it was before
   */
  Map<String, Unloaded> retire(Entry version) {
    boolean retired = version.installed().state() == BundleVersion.State.RETIRED;
    Map<String, Unloaded> proofs = new LinkedHashMap<>(unload(version, retired));
    Halt.at("RETIRE_UNLOADED");
    if (!retired) {
      catalogue.retire(version.name(), version.version(), System.getProperty("user.name", ""));
    }
    Halt.at("RETIRE_COMMITTED");
    try {
      proofs.putAll(unload(version, retired));
    } catch (RuntimeException e) {
      if (!retired) {
        catalogue.stage(version.installed());
      }
      throw e;
    }
    return proofs;
  }

  /** Asks everybody, those too that begin to run meanwhile. */
  private Map<String, Unloaded> unload(Entry version, boolean retired) {
    String label = version.name() + "@" + version.version();
    Map<String, Unloaded> proofs = new LinkedHashMap<>();
    List<String> held = new ArrayList<>();
    unloadHere(version, proofs).ifPresent(held::add);
    Set<String> asked = new HashSet<>();
    List<RunRow> open = running(asked);
    while (!open.isEmpty()) {
      for (RunRow run : open) {
        asked.add(run.id());
        ask(run, label, proofs).ifPresent(held::add);
      }
      open = running(asked);
    }
    if (!held.isEmpty()) {
      throw new RefusedException(label + (retired ? " is retired and not gone: " : " is not retired: ")
          + String.join("; ", held));
    }
    return proofs;
  }

  private Optional<String> unloadHere(Entry version, Map<String, Unloaded> proofs) {
    try {
      return missing(live.unload(version.name(), version.version(), List.of()), ProcessHandle.current().pid(),
          "this one", proofs);
    } catch (RefusedException e) {
      return Optional.of(e.getMessage());
    }
  }

  /** @return why it is not gone there */
  private Optional<String> ask(RunRow run, String label, Map<String, Unloaded> proofs) {
    Map<String, Object> answer;
    try {
      answer = environment.ask(run, Map.of("command", "retire", "label", label));
    } catch (RefusedException e) {
      boolean ended = running(Set.of()).stream().noneMatch(other -> other.id().equals(run.id()));
      return ended ? Optional.empty() : Optional.of(e.getMessage());
    }
    return missing(proof(label, answer), answer.get("pid"), "run " + run.name(), proofs);
  }

  /** Adds the proof of a process that had loaded it. @return what is missing in it */
  private static Optional<String> missing(Unloaded proof, Object pid, String who, Map<String, Unloaded> proofs) {
    if (!proof.wasLoaded()) {
      return Optional.empty();
    }
    proofs.put(String.valueOf(pid), proof);
    return proof.gone()
        ? Optional.empty()
        : Optional.of("process " + pid + " (" + who + ") still holds its classes: " + proof.holder()
            + " — end that process, then retire it again");
  }

  /** Those that were not asked yet. */
  private List<RunRow> running(Set<String> asked) {
    return environment.runs().stream().filter(run -> run.state() == RunState.RUNNING)
        .filter(run -> !asked.contains(run.id())).toList();
  }

  private static Unloaded proof(String label, Map<String, Object> answer) {
    return new Unloaded(label, Boolean.TRUE.equals(answer.get("wasLoaded")), Boolean.TRUE.equals(answer.get("gone")),
        answer.get("millis") instanceof Number millis ? millis.longValue() : 0,
        String.valueOf(answer.getOrDefault("holder", "")));
  }
}
