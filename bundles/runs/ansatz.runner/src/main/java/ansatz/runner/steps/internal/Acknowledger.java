package ansatz.runner.steps.internal;

import ansatz.experiment.LedgerEntry;
import ansatz.experiment.Point;
import ansatz.experiment.RunException;
import ansatz.experiment.RunStore;
import ansatz.experiment.RunStore.Progress;
import ansatz.experiment.Timing;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Makes what finished steps gave durable, in groups: nothing waits longer than a group's time, however long the next
 * step takes.
 *
 * <p>The run's thread adds and commits; a timer commits what a long step would leave waiting. Both hold this monitor.
 */
final class Acknowledger implements AutoCloseable {
  private static final long LEAST_PERIOD = TimeUnit.MILLISECONDS.toNanos(20);

  private final String run;
  private final RunStore store;
  private final long group;
  private final Supplier<List<LedgerEntry>> ledger;
  private final Consumer<Long> committed;
  private final List<Point> points = new ArrayList<>();
  private final List<Timing> timings = new ArrayList<>();
  private final List<LedgerEntry> entries = new ArrayList<>();
  private final ScheduledExecutorService timer = Executors
      .newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().name("acknowledge").factory());
  private long step;
  private long total;
  private long last = System.nanoTime();
  private boolean pending;
  private boolean held;
  private RuntimeException failure;

  /**
   * @param ledger gives the ledger entries that changed since it was last asked
   * @param committed told the step after each transaction, on whichever thread made it
   */
  Acknowledger(String run, RunStore store, long group, Supplier<List<LedgerEntry>> ledger, Consumer<Long> committed) {
    this.run = run;
    this.store = store;
    this.group = group;
    this.ledger = ledger;
    this.committed = committed;
    long period = Math.max(group / 2, LEAST_PERIOD);
    timer.scheduleWithFixedDelay(this::tick, period, period, TimeUnit.NANOSECONDS);
  }

  /** Where the run stands before its first step in this process. */
  synchronized void begin(long done, long expected) {
    step = done;
    total = expected;
  }

  /** A step is done. */
  synchronized void add(long done, long expected, List<Point> given, Timing timing) {
    step = done;
    total = expected;
    points.addAll(given);
    timings.add(timing);
    pending = true;
  }

  /** While held, nothing is made durable but by the run's thread. */
  synchronized void hold(boolean now) {
    held = now;
  }

  /** Whether the group's time is over. */
  synchronized boolean due() {
    return System.nanoTime() - last >= group;
  }

  synchronized boolean pending() {
    return pending;
  }

  /** What is waiting, for a transaction of the caller's; fails where the timer has failed. */
  synchronized Progress waiting() {
    if (failure != null) {
      throw failure;
    }
    entries.addAll(ledger.get());
    return new Progress(step, total, List.copyOf(points), List.copyOf(timings), List.copyOf(entries));
  }

  /** What was waiting is durable now; until this is said it goes on waiting. */
  synchronized void settled() {
    points.clear();
    timings.clear();
    entries.clear();
    pending = false;
    last = System.nanoTime();
  }

  /** Makes what is waiting durable. */
  synchronized void acknowledge() {
    store.acknowledge(run, waiting());
    settled();
    committed.accept(step);
  }

  private synchronized void tick() {
    if (pending && !held && due() && failure == null) {
      try {
        acknowledge();
      } catch (Throwable e) {
        // Thrown on, it would only end the timer: the run's thread is to learn of it.
        failure = e instanceof RuntimeException known
            ? known
            : new RunException("what finished steps gave could not be made durable: " + e, e);
      }
    }
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }
}
