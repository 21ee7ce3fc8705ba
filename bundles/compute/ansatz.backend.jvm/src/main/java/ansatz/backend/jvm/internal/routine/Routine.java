package ansatz.backend.jvm.internal.routine;

/**
 * A node's work as loops over memory that are written by hand, or as calls of a native library. It allocates nothing, and
 * its tasks are cut by shape alone. It belongs to a plan, which several executables may run at the same time: what there
 * is of a run is in the run's memory.
 */
public interface Routine extends AutoCloseable {
  /** What does the work, for people. */
  default String name() {
    return "loops";
  }

  /** Who does the work. */
  enum Worker {
    /** Loops written by hand. */
    LOOPS,
    /** A native library. */
    LIBRARY,
    /** A provider of linear algebra, on copies. */
    PROVIDER
  }

  default Worker worker() {
    return Worker.LOOPS;
  }

  /** The number of tasks, which may run at the same time. */
  default int tasks() {
    return 1;
  }

  /** A guess at its time on one core, in nanoseconds. */
  double nanos();

  /** Bytes of memory that it needs while it runs, for all tasks together. */
  default long scratch() {
    return 0;
  }

  /**
   * Does one task.
   *
   * @param at addresses of the operands, of the results, and of the scratch memory
   */
  void run(long[] at, int task);

  /** Does what is left when all tasks of a run have ended. */
  default void end(long[] at) {}

  /** Releases what is native. */
  @Override
  default void close() {}
}
