package ansatz.backend.jvm.internal.kernel;

/** A kernel that can run. */
@FunctionalInterface
public interface KernelCode {
  /**
   * Does the outer indices {@code from} to {@code to} (exclusive), on the calling thread, without allocation.
   *
   * @param arguments as {@link Kernel} numbers them; addresses are absolute
   * @param task which call of a step this is: accumulated values stand {@code task} task strides from their address
   */
  void run(long[] arguments, int task, long from, long to);
}
