package ansatz.backend.jvm.internal.routine;

import ansatz.tensor.DType;
import ansatz.tensor.Node;

/** Sums up to each element of a line, or from the end; floating-point ones in float64. */
final class LineSums implements Divided {
  private final Lines lines;
  private final boolean reverse;
  private final DType dtype;
  private final Tasks tasks;

  LineSums(Node node, int axis, boolean reverse) {
    this.lines = Lines.of(node.operand(0).shape(), axis);
    this.reverse = reverse;
    this.dtype = node.operand(0).dtype();
    this.tasks = Tasks.of(lines.count(), 2.0 * lines.length());
  }

  @Override
  public Tasks division() {
    return tasks;
  }

  @Override
  public void run(long[] at, int task) {
    for (int line = tasks.from(task); line < tasks.from(task + 1); line++) {
      double sum = 0;
      long exact = 0;
      for (int i = 0; i < lines.length(); i++) {
        int k = reverse ? lines.length() - 1 - i : i;
        long place = (lines.start(line) + (long) k * lines.stride()) * dtype.bytes();
        if (dtype.isFloat()) {
          sum += Elements.get(dtype, at[0] + place);
          Elements.set(dtype, at[1] + place, sum);
        } else {
          exact += Elements.getLong(dtype, at[0] + place);
          Elements.setLong(dtype, at[1] + place, exact);
        }
      }
    }
  }
}
