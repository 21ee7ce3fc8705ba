package ansatz.runner.control.internal;

import ansatz.bundles.LiveBundles;
import ansatz.experiment.ConfigException;
import ansatz.experiment.Halt;
import ansatz.experiment.Lease;
import ansatz.experiment.PartLabel;
import ansatz.experiment.RefusedException;
import ansatz.experiment.Replacement;
import ansatz.experiment.Source;
import ansatz.experiment.Swap;
import ansatz.runner.shadow.internal.Shadow;
import ansatz.runner.shadow.internal.ShadowVerdict;
import ansatz.runner.supervision.internal.Supervisor;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * A slot is to be filled anew: located and allowed, tried in the shadow while the run goes on, then committed at the first
 * boundary at which the slot can be filled.
 */
final class SwapRequest implements PendingRequest.Task {
  /** Looks out while the candidate takes over. */
  interface Lookout {
    void begins(Supervisor.Culprit candidate);

    void ends();
  }

  /** How carefully. @param steps in the shadow, 0 for none. @param tolerance share of the scale by which it may be worse */
  record Care(int steps, double tolerance) {}

  private final Replacement asked;
  private final Care care;
  private final LiveBundles live;
  private final Unloading departures;
  private final Path config;
  private final Path temp;
  private final Supplier<Duration> expected;
  private final Lookout lookout;
  private boolean requested;
  private Replacement pinned;
  private String bundle = "";
  private String detail = "no shadow";
  private Thread trial;
  private volatile ShadowVerdict verdict;

  /**
   * @param live null where there is no framework: then any version is as good as another, and there is no shadow
   * @param config the run's resolved experiment
   * @param temp folder for throw-away files
   * @param expected time that a step takes
   */
  SwapRequest(Replacement asked, Care care, LiveBundles live, Unloading departures, Path config, Path temp,
      Supplier<Duration> expected, Lookout lookout) {
    this.asked = asked;
    this.care = care;
    this.live = live;
    this.departures = departures;
    this.config = config;
    this.temp = temp;
    this.expected = expected;
    this.lookout = lookout;
    if (live == null && care.steps() > 0) {
      throw new RefusedException("there is no shadow without a framework — --shadow 0 goes without it");
    }
  }

  @Override
  public String what() {
    return "swap " + asked.slot() + "=" + asked.part();
  }

  @Override
  public boolean needs(String label) {
    return trial != null && label.equals(bundle);
  }

  String slot() {
    return asked.slot();
  }

  /**
   * Pins the version in force and checks that it may be put in, once the kind of the slot is known; on any thread.
   *
   * @throws RefusedException for a version that is not promoted, unless that was asked for
   */
  synchronized void allow(String kind) {
    if (pinned != null) {
      return;
    }
    if (live == null) {
      pinned = asked;
      return;
    }
    PartLabel label = PartLabel.of(asked.part());
    bundle = live.locate(kind, label.name(), label.version());
    int at = bundle.lastIndexOf('@');
    String version = bundle.substring(at + 1);
    if (!asked.provisional() && !live.promoted(bundle.substring(0, at), version)) {
      throw new RefusedException(bundle + " is not promoted — ansatz bundle promote " + bundle
          + ", or --provisional for this run alone");
    }
    pinned = new Replacement(asked.slot(), label.name() + "@" + version, asked.provisional(), asked.who(),
        asked.why());
  }

  @Override
  public Optional<Map<String, Object>> at(StepBoundary seat, PendingRequest errand) {
    if (verdict != null && !verdict.ok()) {
      seat.refuse(pinned, verdict.reason(), detail);
      throw new RefusedException(pinned.part() + " was not put into " + slot() + ": " + verdict.reason());
    }
    if (trial != null && verdict == null) {
      return Optional.empty();
    }
    if (!seat.work().replaceable(slot())) {
      errand.say("waiting: " + slot() + " cannot be filled anew before step " + (seat.work().done() + 1));
      return Optional.empty();
    }
    String kind = kind(seat);
    if (pinned == null) {
      allow(kind);
    }
    if (!requested) {
      requested = true;
      Halt.at("SWAP_REQUESTED");
    }
    if (live != null && trial == null) {
      departures.requireStaying(bundle);
      begin(seat, kind, errand);
      return Optional.empty();
    }
    return Optional.of(commit(seat));
  }

  private String kind(StepBoundary seat) {
    return seat.work().leases().stream().filter(l -> l.slot().equals(slot())).findFirst().map(Lease::kind)
        .map(Class::getName).orElseThrow(() -> new ConfigException("slot " + slot() + " is not filled yet"));
  }

  /** Tries the candidate and loads it while the run goes on, so that the boundary waits for neither. */
  private void begin(StepBoundary seat, String kind, PendingRequest errand) {
    if (care.steps() > 0) {
      errand.say("shadow: " + care.steps() + (care.steps() == 1 ? " step" : " steps")
          + " in a child process, from step " + seat.work().done());
    }
    Shadow.Trial what = care.steps() == 0
        ? null
        : new Shadow.Trial(config, seat.encode(seat.snapshot()), slot(), pinned.part(), bundle, care.steps(),
            care.tolerance(), expected.get());
    PartLabel label = PartLabel.of(pinned.part());
    trial = Thread.ofPlatform().daemon().name("shadow").start(() -> {
      ShadowVerdict judged;
      try {
        judged = what == null ? ShadowVerdict.NONE : tried(what, errand);
        if (judged.ok()) {
          live.provide(kind, label.name(), label.version());
        }
      } catch (Throwable e) {
        // Trying and starting code may throw anything; without a verdict the request would wait for ever.
        judged = ShadowVerdict.refused(told(e));
      }
      verdict = judged;
    });
  }

  private static String told(Throwable e) {
    return e instanceof RefusedException || e instanceof ConfigException ? e.getMessage() : e.toString();
  }

  private ShadowVerdict tried(Shadow.Trial what, PendingRequest errand) {
    ShadowVerdict judged;
    try {
      judged = new Shadow(live, temp).judge(what);
    } catch (IOException | RuntimeException e) {
      judged = ShadowVerdict.refused("the shadow could not be made: " + e.getMessage());
    }
    detail = judged.steps() == 0 ? "" : judged.summary();
    errand.say(judged.ok() ? judged.summary() : "shadow: " + judged.reason());
    return judged;
  }

  private Map<String, Object> commit(StepBoundary seat) {
    long begin = System.nanoTime();
    Swap swap;
    lookout.begins(candidate(seat.work().done() + 1));
    try {
      swap = seat.commit(pinned, Swap.Kind.SWAPPED, detail);
    } catch (Throwable e) {
      seat.refuse(pinned, told(e), detail);
      leave(seat);
      throw e;
    } finally {
      lookout.ends();
    }
    double millis = (System.nanoTime() - begin) * 1e-6;
    Map<String, Object> answer = swapTree(swap, millis);
    if (verdict != null && verdict.steps() > 0) {
      answer.put("shadow", verdict.tree());
      answer.put("difference", verdict.points() == 0 ? "" : verdict.differenceText());
    }
    return answer;
  }

  /** What was loaded in vain would count among the versions that a process may hold. */
  private void leave(StepBoundary seat) {
    List<String> wanted = departures.wanted(bundle).stream().filter(other -> !other.equals(what())).toList();
    if (live != null && wanted.isEmpty() && SlotHolders.of(seat, bundle).isEmpty()) {
      departures.begin(bundle, (_, _) -> {
      });
    }
  }

  private Supervisor.Culprit candidate(long step) {
    int at = bundle.lastIndexOf('@');
    Source source = at < 0
        ? new Source("", "", "", new TreeMap<>())
        : new Source(bundle.substring(0, at), bundle.substring(at + 1), "", new TreeMap<>());
    return new Supervisor.Culprit(slot(), pinned.part(), source, step, "");
  }

  /** A change as an answer. */
  static Map<String, Object> swapTree(Swap swap, double millis) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("kind", swap.kind().name().toLowerCase(Locale.ROOT));
    tree.put("step", swap.step());
    tree.put("slot", swap.slot());
    tree.put("from", swap.fromPart() + " " + swap.from().bundle() + "@" + swap.from().version());
    tree.put("to", swap.toPart() + " " + swap.to().bundle() + "@" + swap.to().version());
    tree.put("provisional", swap.provisional());
    tree.put("pauseMillis", millis);
    return tree;
  }

  @Override
  public void close() {
    if (trial != null) {
      trial.interrupt();
    }
  }
}
