package ansatz.baseline.tribuo.internal;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Supplier;

/**
 * Calls Tribuo on a thread that ends with the call. Its trees leave buffers in thread-locals of whoever trains them, and
 * these would keep all classes of this bundle in memory for as long as that thread lives.
 */
public final class OwnThread {
  private OwnThread() {}

  /** What the call returns or throws; an interrupt has to wait for the end of it. */
  public static <R> R call(Supplier<R> work) {
    FutureTask<R> task = new FutureTask<>(work::get);
    Thread.ofPlatform().name(Thread.currentThread().getName() + ", Tribuo").inheritInheritableThreadLocals(false)
        .start(task);
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return task.get();
        } catch (InterruptedException e) {
          interrupted = true;
        } catch (ExecutionException e) {
          throw thrown(e.getCause());
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static RuntimeException thrown(Throwable cause) {
    if (cause instanceof Error error) {
      throw error;
    }
    return (RuntimeException) cause;
  }
}
