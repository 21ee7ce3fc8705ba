package ansatz.runner.steps.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ansatz.experiment.Point;
import ansatz.experiment.RunException;
import ansatz.experiment.RunStore;
import ansatz.experiment.RunStore.Progress;
import ansatz.experiment.Timing;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class AcknowledgerTest {
  private static final long GROUP = Duration.ofMillis(50).toNanos();
  private static final long SOON = Duration.ofSeconds(30).toNanos();

  private final BlockingQueue<Progress> committed = new LinkedBlockingQueue<>();

  private RunStore store(Throwable failure) {
    return (RunStore) Proxy.newProxyInstance(RunStore.class.getClassLoader(), new Class<?>[] {RunStore.class},
        (_, _, arguments) -> {
          if (failure != null) {
            throw failure;
          }
          committed.add((Progress) arguments[1]);
          return null;
        });
  }

  @Test
  void aFinishedStepDoesNotWaitForTheNextOne() throws InterruptedException {
    try (Acknowledger acknowledger = new Acknowledger("r", store(null), GROUP, List::of, _ -> {})) {
      Point point = new Point(1, "a/fold-1", "rmse", 0.5);
      acknowledger.add(7, 9, List.of(point), new Timing(7, "a", 0.1));
      // Nothing else is called, as while the run's thread is inside a long step.
      Progress progress = committed.poll(30, TimeUnit.SECONDS);
      assertTrue(progress != null, "the step was not acknowledged while the next one took its time");
      assertEquals(7, progress.step());
      assertEquals(List.of(point), progress.points());
      assertTrue(!acknowledger.pending() && committed.isEmpty());
    }
  }

  @Test
  void whatTheTimerCouldNotCommitFailsTheRunAtItsNextCommit() throws InterruptedException {
    RunException full = new RunException("disk full");
    try (Acknowledger acknowledger = new Acknowledger("r", store(full), GROUP, List::of, _ -> {})) {
      acknowledger.add(1, 2, List.of(), new Timing(1, "a", 0.1));
      assertSame(full, failure(acknowledger));
    }
  }

  @Test
  void anErrorOnTheTimerFailsTheRunToo() throws InterruptedException {
    Error error = new OutOfMemoryError("in the store");
    try (Acknowledger acknowledger = new Acknowledger("r", store(error), GROUP, List::of, _ -> {})) {
      acknowledger.add(1, 2, List.of(), new Timing(1, "a", 0.1));
      RuntimeException failure = failure(acknowledger);
      assertSame(error, failure.getCause());
      assertTrue(failure.getMessage().contains("in the store"), failure.getMessage());
    }
  }

  /** Why the timer could not commit. */
  private static RuntimeException failure(Acknowledger acknowledger) throws InterruptedException {
    for (long end = System.nanoTime() + SOON; System.nanoTime() < end; Thread.sleep(5)) {
      try {
        acknowledger.waiting();
      } catch (RuntimeException e) {
        return e;
      }
    }
    throw new AssertionError("nothing was said of the timer's failure");
  }

  @Test
  void whatCouldNotBeCommittedGoesOnWaiting() {
    try (Acknowledger acknowledger = new Acknowledger("r", store(null), Long.MAX_VALUE / 4, List::of, _ -> {})) {
      Point point = new Point(1, "a/fold-1", "rmse", 0.5);
      acknowledger.add(3, 9, List.of(point), new Timing(3, "a", 0.1));
      // A transaction of the caller's that fails after it has seen what is waiting.
      assertEquals(List.of(point), acknowledger.waiting().points());
      assertTrue(acknowledger.pending());
      acknowledger.acknowledge();
      assertEquals(List.of(point), committed.remove().points());
      assertTrue(!acknowledger.pending());
    }
  }
}
