package ansatz.runner.control.internal;

import ansatz.experiment.RunRow;
import ansatz.experiment.Swap;
import ansatz.runner.supervision.internal.ExitHook;
import ansatz.runner.supervision.internal.Supervisor;
import ansatz.runner.supervision.internal.Supervisor.Culprit;
import ansatz.runner.supervision.internal.Watchdog;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/**
 * Watches each step that is done by code that is not settled, and that code while it takes over: where it hangs or ends
 * the process, the supervisor restarts under the incumbent.
 */
final class CandidateGuard implements SwapRequest.Lookout, AutoCloseable {
  private final RunRow row;
  private final Supervisor supervisor;
  private final Watchdog watchdog;
  private final ExitHook hook;
  /** Up to this step the process was started anew by the supervisor; -1 where it was not. */
  private final long restarted;
  private volatile Culprit suspect;

  /** @param slowest seconds of the slowest step of processes before */
  CandidateGuard(RunRow row, Supervisor supervisor, double slowest) {
    this.row = row;
    this.supervisor = supervisor;
    this.restarted = restartedAt(System.getenv(Supervisor.RESTARTED));
    this.watchdog = new Watchdog(System::nanoTime, slowest, this::hangs);
    this.hook = new ExitHook(this::exits);
  }

  private static long restartedAt(String variable) {
    String[] words = variable == null ? new String[0] : variable.split(" ", 2);
    return words.length == 2 && words[0].matches("[0-9]{1,18}") ? Long.parseLong(words[0]) : -1;
  }

  /** A step has come to its end; does not return where this process is about to be replaced. */
  void stepEnded() {
    watchdog.ends();
    while (supervisor.acts()) {
      LockSupport.park();
      Thread.interrupted();
    }
  }

  /** Whoever was put in last among those that take part in the next step is watched. */
  void stepBegins(StepBoundary boundary) {
    List<Swap> guarded = boundary.guarded();
    long next = boundary.work().done() + 1;
    Culprit found = null;
    if (!guarded.isEmpty()) {
      List<String> slots = boundary.work().slots();
      for (Swap swap : guarded.reversed()) {
        if (slots.contains(swap.slot())) {
          found = new Culprit(swap.slot(), swap.toPart(), swap.to(), next, "");
          break;
        }
      }
    }
    suspect = found;
    watchdog.arm(found != null || next <= restarted);
    if (!boundary.work().finished()) {
      watchdog.begins(next);
    }
  }

  /** A candidate takes over: that is watched as if it were its first step. */
  @Override
  public void begins(Culprit candidate) {
    suspect = candidate;
    watchdog.begins(candidate.step());
    watchdog.arm(true);
  }

  @Override
  public void ends() {
    watchdog.drops();
    suspect = null;
  }

  /** How long the slowest step took, which is what a step may take. */
  Duration slowestStep() {
    return watchdog.slowest();
  }

  /** How long the step under way has been going on. */
  Optional<Duration> stepAge() {
    return watchdog.age();
  }

  private void hangs(long step, Duration age) {
    String seconds = age.toMillis() / 1000 + " s";
    Culprit culprit = suspect;
    if (culprit != null) {
      supervisor.restart(new Culprit(culprit.slot(), culprit.part(), culprit.source(), step,
          "has not ended for " + seconds));
    } else if (restarted >= 0) {
      supervisor.fail("step " + step + " has not ended for " + seconds + " under the incumbent either");
    }
  }

  private void exits(String where) {
    Culprit culprit = suspect;
    if (culprit != null) {
      supervisor.restart(new Culprit(culprit.slot(), culprit.part(), culprit.source(), culprit.step(),
          "ended the process by System.exit at " + where));
    } else {
      System.err.println("error run " + row.name() + ": the process was ended by System.exit at " + where
          + " — ansatz resume " + row.name());
    }
  }

  @Override
  public void close() {
    hook.close();
    watchdog.close();
  }
}
