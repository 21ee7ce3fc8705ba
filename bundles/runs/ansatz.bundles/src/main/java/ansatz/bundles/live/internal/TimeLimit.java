package ansatz.bundles.live.internal;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Runs code of a bundle that may never return: on a thread of its own, interrupted when its time is up. */
final class TimeLimit {
  private static final long GRACE_MILLIS = 1000;

  private TimeLimit() {}

  /** It did not end in time. */
  static final class Exceeded extends Exception {
    private static final long serialVersionUID = 1;

    private Exceeded() {
      super("did not end in time");
    }
  }

  /**
   * Calls it and waits.
   *
   * @throws ExecutionException with what it threw
   */
  static void within(Duration limit, String what, Callable<Void> code)
      throws Exceeded, ExecutionException, InterruptedException {
    FutureTask<Void> task = new FutureTask<>(code);
    Thread thread = Thread.ofPlatform().daemon().name(what).start(task);
    try {
      task.get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      thread.interrupt();
      thread.join(GRACE_MILLIS);
      throw new Exceeded();
    } catch (InterruptedException e) {
      thread.interrupt();
      throw e;
    }
  }
}
