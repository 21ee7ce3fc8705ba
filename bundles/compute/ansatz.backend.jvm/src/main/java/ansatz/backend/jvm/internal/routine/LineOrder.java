package ansatz.backend.jvm.internal.routine;

import ansatz.tensor.DType;
import ansatz.tensor.Node;

/** The order that sorts each line, or its beginning: merge sort of places, so that equal elements stay in order. */
final class LineOrder implements Divided {
  private final Lines lines;
  private final Lines results;
  private final boolean descending;
  private final DType dtype;
  private final Tasks tasks;

  LineOrder(Node node, int axis, boolean descending) {
    this.lines = Lines.of(node.operand(0).shape(), axis);
    this.results = Lines.of(node.types().getFirst().shape(), axis);
    this.descending = descending;
    this.dtype = node.operand(0).dtype();
    this.tasks = Tasks.of(lines.count(), 6.0 * lines.length() * (1 + Math.log(lines.length()) / Math.log(2)));
  }

  @Override
  public Tasks division() {
    return tasks;
  }

  /** Two orders of a line for each task. */
  @Override
  public long scratch() {
    return 8L * lines.length() * tasks.count();
  }

  @Override
  public void run(long[] at, int task) {
    int n = lines.length();
    long scratch = at[2] + 8L * n * task;
    for (int line = tasks.from(task); line < tasks.from(task + 1); line++) {
      long order = sort(at[0] + lines.start(line) * dtype.bytes(), scratch, scratch + 4L * n);
      for (int i = 0; i < results.length(); i++) {
        long to = results.start(line) + (long) i * results.stride();
        Elements.setInt(at[1] + 4 * to, Elements.getInt(order + 4L * i));
      }
    }
  }

  /** Sorts runs of 1, 2, 4, ... places from one array to the other; returns the one that the order is in. */
  private long sort(long x, long one, long other) {
    int n = lines.length();
    long from = one;
    long to = other;
    for (int i = 0; i < n; i++) {
      Elements.setInt(from + 4L * i, i);
    }
    for (int run = 1; run < n; run *= 2) {
      for (int start = 0; start < n; start += 2 * run) {
        merge(x, from, to, start, Math.min(n, start + run), Math.min(n, start + 2 * run));
      }
      long done = to;
      to = from;
      from = done;
    }
    return from;
  }

  private void merge(long x, long from, long to, int start, int middle, int end) {
    int left = start;
    int right = middle;
    for (int i = start; i < end; i++) {
      boolean takeRight = left == middle
          || right < end && isBefore(x, Elements.getInt(from + 4L * right), Elements.getInt(from + 4L * left));
      Elements.setInt(to + 4L * i, Elements.getInt(from + 4L * (takeRight ? right++ : left++)));
    }
  }

  private boolean isBefore(long x, int one, int other) {
    long step = (long) lines.stride() * dtype.bytes();
    return descending
        ? Elements.greater(dtype, x + one * step, x + other * step)
        : Elements.greater(dtype, x + other * step, x + one * step);
  }
}
