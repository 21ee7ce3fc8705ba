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
import ansatz.experiment.Work;
import ansatz.runner.shadow.internal.Shadow;
import ansatz.runner.shadow.internal.ShadowVerdict;
import ansatz.runner.supervision.internal.Supervisor;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * A slot is to be filled anew: located and allowed, tried in the shadow while the run goes on, then committed at the first
 * boundary at which the slot can be filled.
 *
 * <p>Where the state of what is in the making means nothing to the candidate, that boundary can be the next fold's: the
 * candidate then does in the shadow the first steps of the fold in the making, and waits.
 */
final class SwapRequest implements PendingRequest.Task {
  /** Looks out while the candidate takes over. */
  interface Lookout {
    void begins(Supervisor.Culprit candidate);

    void ends();
  }

  /**
   * How carefully, and when.
   *
   * @param steps in the shadow, 0 for none
   * @param tolerance share of the scale by which it may be worse
   */
  record Care(int steps, double tolerance, Work.Moment moment) {}

  private static final String SWAP = "swap ";
  private static final String NOT_PUT = "%s was not put into %s: ";

  private final Replacement asked;
  private final Care care;
  private final LiveBundles live;
  private final Unloading unloading;
  private final Path config;
  private final Path temp;
  private final Supplier<Duration> expected;
  private final Lookout lookout;
  private boolean requested;
  /** Whether it has come so far that its failure is recorded. */
  private boolean begun;
  private Replacement pinned;
  private String bundle = "";
  private String detail = "no shadow";
  private Thread trial;
  private volatile ShadowVerdict verdict;
  /** Whether the candidate is not put in any more. */
  private volatile boolean closed;
  /** Whether that was so, and nobody held the candidate, before the verdict was there. */
  private boolean abandoned;

  /**
   * @param live null where there is no framework: then any version is as good as another, and there is no shadow
   * @param config the run's resolved experiment
   * @param temp folder for throw-away files
   * @param expected time that a step takes
   */
  SwapRequest(Replacement asked, Care care, LiveBundles live, Unloading unloading, Path config, Path temp,
      Supplier<Duration> expected, Lookout lookout) {
    this.asked = asked;
    this.care = care;
    this.live = live;
    this.unloading = unloading;
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
    return SWAP + asked.slot() + "=" + asked.part();
  }

  @Override
  public boolean needs(String label) {
    return trial != null && !closed && label.equals(bundle);
  }

  @Override
  public String slot() {
    return asked.slot();
  }

  @Override
  public void promised() {
    begun = true;
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
  public Optional<Map<String, Object>> at(StepBoundary boundary, PendingRequest request) {
    try {
      return next(boundary, request);
    } catch (Throwable e) {
      if (begun) {
        try {
          boundary.refuse(pinned == null ? asked : pinned, reason(e), detail);
        } catch (RuntimeException unrecorded) {
          e.addSuppressed(unrecorded);
        }
        leave(boundary);
      }
      if (e instanceof RefusedException refused) {
        throw withCommand(refused, boundary.row().name());
      }
      throw e;
    }
  }

  /** The refusal of state that means nothing to the candidate names the command that needs none. */
  private RefusedException withCommand(RefusedException refused, String run) {
    return new RefusedException(refused.getMessage().replace(": --at fold",
        ": ansatz swap " + run + " " + what().substring(SWAP.length()) + " --at fold"));
  }

  private Optional<Map<String, Object>> next(StepBoundary boundary, PendingRequest request) {
    if (verdict != null && !verdict.ok()) {
      throw new RefusedException(NOT_PUT.formatted(pinned.part(), slot()) + verdict.reason());
    }
    if (trial != null && verdict == null) {
      return Optional.empty();
    }
    Optional<String> over = boundary.work().waitsFor(slot(), care.moment());
    boolean triable = boundary.work().waitsFor(slot(), Work.Moment.STEP).isEmpty();
    if (over.isPresent() && (trial != null || !triable || live == null)) {
      if (care.moment() == Work.Moment.FOLD) {
        begun = true;
        request.waitFor(over.get(), boundary);
      } else {
        request.say("waiting: " + slot() + " cannot be filled anew before " + over.get() + " is over");
      }
      return Optional.empty();
    }
    String kind = kind(boundary);
    if (pinned == null) {
      allow(kind);
    }
    if (!requested) {
      requested = true;
      Halt.at("SWAP_REQUESTED");
    }
    if (live != null && trial == null) {
      unloading.requireStaying(bundle);
      unpin(boundary);
      begin(boundary, kind, request);
      return Optional.empty();
    }
    return Optional.of(commit(boundary));
  }

  private String kind(StepBoundary boundary) {
    return boundary.work().leases().stream().filter(l -> l.slot().equals(slot())).findFirst().map(Lease::kind)
        .map(Class::getName).orElseThrow(() -> new ConfigException("slot " + slot() + " is not filled yet"));
  }

  /** The version that fills the slot already can only come wired to what was promoted since: that is what is asked for then. */
  private void unpin(StepBoundary boundary) {
    boolean there = boundary.work().leases().stream().filter(lease -> lease.slot().equals(slot())).map(Lease::source)
        .anyMatch(source -> bundle.equals(source.bundle() + "@" + source.version()));
    if (there && !PartLabel.of(asked.part()).versioned()) {
      pinned = asked;
    }
  }

  /** Tries the candidate and loads it while the run goes on, so that the boundary waits for neither. */
  private void begin(StepBoundary boundary, String kind, PendingRequest request) {
    begun = true;
    if (care.steps() > 0) {
      request.say("shadow: " + care.steps() + (care.steps() == 1 ? " step" : " steps") + " in a child process, from "
          + (care.moment() == Work.Moment.FOLD ? "the beginning of the fold" : "step " + boundary.work().done()));
    }
    Shadow.Trial what = care.steps() == 0
        ? null
        : new Shadow.Trial(config, boundary.encode(boundary.snapshot()), slot(), pinned.part(), bundle, care.steps(),
            care.tolerance(), care.moment() == Work.Moment.FOLD, expected.get());
    PartLabel label = PartLabel.of(pinned.part());
    trial = Thread.ofPlatform().daemon().name("shadow").start(() -> {
      ShadowVerdict judged;
      try {
        judged = what == null ? ShadowVerdict.NONE : tried(what, request);
        if (judged.ok()) {
          live.provide(kind, label.name(), label.version());
        }
      } catch (Throwable e) {
        // Trying and starting code may throw anything; without a verdict the request would wait for ever.
        judged = ShadowVerdict.refused(told(e));
      }
      settle(judged);
    });
  }

  /** The trial is over; where nobody waits for it any more, its thread takes away what it has loaded. */
  private void settle(ShadowVerdict judged) {
    boolean late;
    synchronized (this) {
      verdict = judged;
      late = abandoned;
    }
    if (late && judged.ok()) {
      unload();
    }
  }

  private static String told(Throwable e) {
    return e instanceof RefusedException || e instanceof ConfigException ? e.getMessage() : e.toString();
  }

  /** What is recorded, which names part and slot already. */
  private String reason(Throwable e) {
    String told = told(e);
    String known = NOT_PUT.formatted(pinned == null ? asked.part() : pinned.part(), slot());
    return told.startsWith(known) ? told.substring(known.length()) : told;
  }

  private ShadowVerdict tried(Shadow.Trial what, PendingRequest request) {
    ShadowVerdict judged;
    try {
      judged = new Shadow(live, temp).judge(what);
    } catch (IOException | RuntimeException e) {
      judged = ShadowVerdict.refused("the shadow could not be made: " + e.getMessage());
    }
    detail = judged.steps() == 0 ? "" : judged.summary();
    request.say(judged.ok() ? judged.summary() : "shadow: " + judged.reason());
    return judged;
  }

  private Map<String, Object> commit(StepBoundary boundary) {
    begun = true;
    long begin = System.nanoTime();
    Swap swap;
    lookout.begins(candidate(boundary.work().done() + 1));
    try {
      swap = boundary.commit(pinned, Swap.Kind.SWAPPED, detail);
    } finally {
      lookout.ends();
    }
    Map<String, Object> answer = answer(swap, begin);
    if (verdict != null && verdict.steps() > 0) {
      answer.put("shadow", verdict.tree());
      answer.put("difference", verdict.points() == 0 ? "" : verdict.differenceText());
    }
    return answer;
  }

  /** A change of a slot as an answer. @param begin of the pause, by the clock */
  static Map<String, Object> answer(Swap swap, long begin) {
    Map<String, Object> answer = swap.tree();
    answer.put("pauseMillis", (System.nanoTime() - begin) * 1e-6);
    return answer;
  }

  /** What was loaded in vain would count among the versions that a process may hold. */
  private void leave(StepBoundary boundary) {
    closed = true;
    if (trial == null || !SlotHolders.of(boundary, bundle).isEmpty()) {
      return;
    }
    synchronized (this) {
      abandoned = verdict == null;
    }
    if (!abandoned && verdict.ok()) {
      unload();
    }
  }

  private void unload() {
    if (unloading.wanted(bundle).isEmpty()) {
      unloading.begin(bundle, (_, _) -> {
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

  @Override
  public void close(StepBoundary boundary, String why) {
    if (trial != null) {
      trial.interrupt();
    }
    if (boundary != null && begun) {
      boundary.refuse(pinned == null ? asked : pinned, why, detail);
      leave(boundary);
    }
  }
}
