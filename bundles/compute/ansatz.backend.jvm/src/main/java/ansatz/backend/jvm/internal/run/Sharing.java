package ansatz.backend.jvm.internal.run;

import java.util.function.LongSupplier;

/**
 * Whether a short run's tasks are better shared among the threads or done by the caller alone: that depends on how near
 * each other the cores are that the system gives, and on what else they do, so it is tried from time to time. Results
 * do not depend on it.
 */
final class Sharing {
  /** Runs from one trial to the next while threads share them. */
  static final int PERIOD = 1024;
  /** The same while the caller does them alone: what disturbed the others is often over soon. */
  static final int SOON = PERIOD / 8;
  /** Runs of each kind in a trial. */
  static final int TRIAL = 8;
  /** Longer runs, in nanoseconds, are shared without asking. */
  private static final double LONG = 500_000;

  private final boolean asks;
  private final LongSupplier clock;
  private int run = -1;
  private long start;
  private long leastShared;
  private long leastAlone;
  private boolean shared = true;

  /** @param nanos what a run is guessed to take on one core */
  Sharing(double nanos, LongSupplier clock) {
    this.asks = nanos < LONG;
    this.clock = clock;
  }

  /** Begins a run; whether it is shared. */
  boolean begin() {
    if (!asks) {
      return true;
    }
    run = (run + 1) % (shared ? PERIOD : SOON);
    if (run == 0) {
      leastShared = Long.MAX_VALUE;
      leastAlone = Long.MAX_VALUE;
    }
    if (run == TRIAL && leastShared > LONG) { // loops may be longer than could be known
      shared = true;
      run = 2 * TRIAL;
    }
    if (run >= 2 * TRIAL) {
      return shared;
    }
    start = clock.getAsLong();
    return run < TRIAL;
  }

  /** Ends the run. */
  void end() {
    if (!asks || run >= 2 * TRIAL) {
      return;
    }
    long taken = clock.getAsLong() - start;
    if (run < TRIAL) {
      leastShared = Math.min(leastShared, taken);
    } else {
      leastAlone = Math.min(leastAlone, taken);
      shared = leastShared <= leastAlone;
    }
  }
}
