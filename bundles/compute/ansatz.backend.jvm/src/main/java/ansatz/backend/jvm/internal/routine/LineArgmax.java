package ansatz.backend.jvm.internal.routine;

import ansatz.tensor.DType;
import ansatz.tensor.Node;

/** Where the greatest element of each line stands; the first of equal ones. */
final class LineArgmax implements Divided {
  private final Lines lines;
  private final DType dtype;
  private final Tasks tasks;

  LineArgmax(Node node, int axis) {
    this.lines = Lines.of(node.operand(0).shape(), axis);
    this.dtype = node.operand(0).dtype();
    this.tasks = Tasks.of(lines.count(), 2.0 * lines.length());
  }

  @Override
  public Tasks division() {
    return tasks;
  }

  @Override
  public void run(long[] at, int task) {
    long step = (long) lines.stride() * dtype.bytes();
    for (int line = tasks.from(task); line < tasks.from(task + 1); line++) {
      long start = at[0] + lines.start(line) * dtype.bytes();
      int best = 0;
      for (int i = 1; i < lines.length(); i++) {
        if (Elements.greater(dtype, start + i * step, start + best * step)) {
          best = i;
        }
      }
      Elements.setInt(at[1] + 4L * line, best);
    }
  }
}
