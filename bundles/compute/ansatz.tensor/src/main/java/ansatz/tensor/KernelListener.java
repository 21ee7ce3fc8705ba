package ansatz.tensor;

/** Hears how long each kernel took, after every run. */
@FunctionalInterface
public interface KernelListener {
  /**
   * @param kernel what it does, as {@link Executable#explain} names it
   * @param nanos over all threads and, in a loop, all iterations
   */
  void ran(String kernel, long nanos);
}
