package ansatz.backend.jvm.internal.routine;

/**
 * How equal pieces of work are divided, by their number and size alone.
 *
 * @param units the pieces
 * @param each time of one, in nanoseconds
 */
record Tasks(int units, double each, int count) {
  /** Less work than this is not worth another task, in nanoseconds. */
  private static final double TASK = 8000;
  private static final int MOST = 64;

  static Tasks of(int units, double each) {
    return new Tasks(units, each, Math.clamp((long) Math.min(units, units * each / TASK), 1, MOST));
  }

  /** The first piece of a task, or behind the last one's. */
  int from(int task) {
    return (int) ((long) units * task / count);
  }

  double nanos() {
    return 30 + units * each;
  }
}
