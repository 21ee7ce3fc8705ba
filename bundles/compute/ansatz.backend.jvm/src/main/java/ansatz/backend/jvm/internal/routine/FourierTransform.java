package ansatz.backend.jvm.internal.routine;

import ansatz.tensor.DType;
import ansatz.tensor.Node;

/**
 * The discrete Fourier transform of each line, in float64 whatever the elements are: eight lines at a time, side by side.
 * The inverse is the transform of real and imaginary parts swapped.
 */
final class FourierTransform implements Divided {
  private static final int WIDTH = 8;
  private final DType dtype;
  private final boolean inverse;
  private final int n;
  private final int lines;
  private final LineTransform transform;
  private final int width;
  private final Tasks tasks;

  FourierTransform(Node node, boolean inverse) {
    this.dtype = node.operand(0).dtype();
    this.inverse = inverse;
    this.n = node.operand(0).shape().extent(-1);
    this.lines = Math.toIntExact(node.operand(0).type().size() / n);
    this.transform = LineTransform.of(n);
    this.width = Math.min(WIDTH, lines);
    double perLine = 4.0 * transform.length() * (1 + Math.log(n)) * (transform instanceof Bluestein ? 2 : 1);
    this.tasks = Tasks.of(Math.ceilDiv(lines, width), perLine * width);
  }

  @Override
  public String name() {
    return transform instanceof Bluestein ? "Bluestein" : "Stockham";
  }

  @Override
  public Tasks division() {
    return tasks;
  }

  /** Of a task, two arrays of two planes. */
  private long perTask() {
    return 32L * transform.length() * width;
  }

  @Override
  public long scratch() {
    return tasks.count() * perTask();
  }

  @Override
  public void run(long[] at, int task) {
    long x = at[4] + task * perTask();
    int swapped = inverse ? 1 : 0;
    for (int unit = tasks.from(task); unit < tasks.from(task + 1); unit++) {
      int first = unit * width;
      int count = Math.min(width, lines - first);
      long plane = 8L * transform.length() * count;
      gather(at[swapped], first, count, x);
      gather(at[1 - swapped], first, count, x + plane);
      long y = transform.run(x, x + perTask() / 2, count);
      scatter(y, first, count, at[2 + swapped]);
      scatter(y + plane, first, count, at[3 - swapped]);
    }
  }

  private void gather(long lines, int first, int count, long to) {
    for (int line = 0; line < count; line++) {
      long from = lines + (long) (first + line) * n * dtype.bytes();
      for (int j = 0; j < n; j++) {
        Elements.set(DType.F64, to + 8L * ((long) j * count + line),
            Elements.get(dtype, from + (long) j * dtype.bytes()));
      }
    }
  }

  private void scatter(long from, int first, int count, long lines) {
    for (int line = 0; line < count; line++) {
      long to = lines + (long) (first + line) * n * dtype.bytes();
      for (int j = 0; j < n; j++) {
        Elements.set(dtype, to + (long) j * dtype.bytes(),
            Elements.get(DType.F64, from + 8L * ((long) j * count + line)));
      }
    }
  }
}
