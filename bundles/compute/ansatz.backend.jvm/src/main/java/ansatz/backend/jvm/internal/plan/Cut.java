package ansatz.backend.jvm.internal.plan;

import ansatz.backend.jvm.internal.fuse.Loop;

/**
 * How the rows of a step are divided, by shape alone: calls do consecutive rows, tasks consecutive calls.
 *
 * @param rows all there are
 * @param rowsPerCall of the last call there may be fewer
 * @param callsPerTask of the last task there may be fewer
 */
public record Cut(long rows, long rowsPerCall, int callsPerTask) {
  /** Less work than this is not worth another task, in nanoseconds. */
  static final double TASK = 4000;
  /** Sums over many rows have at least this many parts, for their accuracy. */
  private static final int PARTS = 16;
  /** But parts need not have fewer rows than this. */
  private static final int FEW = 32;
  /** And parts have at most this many rows. */
  private static final int ROWS = 256;
  private static final int MOST_TASKS = 64;

  /**
   * The cut of a loop that follows nothing.
   *
   * @param alone whether it is one task, whatever there is to do
   */
  static Cut of(Loop loop, boolean alone) {
    long rows = loop.rows();
    long tasks = alone ? 1 : Math.clamp((long) (loop.nanos() / TASK), 1, MOST_TASKS);
    if (loop.hasParts()) {
      long rowsPerCall = rowsPerPart(rows);
      long calls = (rows + rowsPerCall - 1) / rowsPerCall;
      return new Cut(rows, rowsPerCall, Math.toIntExact((calls + tasks - 1) / tasks));
    }
    long units = rows / loop.fold();
    return new Cut(rows, (units + tasks - 1) / tasks * loop.fold(), 1);
  }

  static long rowsPerPart(long rows) {
    return rows <= FEW ? Math.max(1, rows) : Math.min(ROWS, (rows + PARTS - 1) / PARTS);
  }

  public int calls() {
    return Math.toIntExact((rows + rowsPerCall - 1) / rowsPerCall);
  }

  public int tasks() {
    return (calls() + callsPerTask - 1) / callsPerTask;
  }

  /** How many rows each task does. */
  int[] rowsByTask() {
    int[] counts = new int[tasks()];
    for (int task = 0; task < counts.length; task++) {
      int first = task * callsPerTask;
      counts[task] = Math.toIntExact(from(Math.min(calls(), first + callsPerTask)) - from(first));
    }
    return counts;
  }

  /** The first row of a call. */
  public long from(int call) {
    return Math.min(rows, call * rowsPerCall);
  }
}
