package ansatz.backend.jvm.internal.routine;

import ansatz.tensor.DType;
import ansatz.tensor.Node;
import ansatz.tensor.primitive.Window;

/** Sums under windows; floating-point ones in float64. */
final class WindowSums implements Divided {
  private final Taps taps;
  private final DType dtype;
  private final Tasks tasks;

  WindowSums(Node node, Window window) {
    this.taps = new Taps(window, node.operand(0).shape());
    this.dtype = node.operand(0).dtype();
    this.tasks = Tasks.of(Math.toIntExact(node.operand(0).type().size() / taps.base),
        taps.outputs + 1.0 * taps.places.length);
  }

  @Override
  public Tasks division() {
    return tasks;
  }

  @Override
  public void run(long[] at, int task) {
    int bytes = dtype.bytes();
    for (int batch = tasks.from(task); batch < tasks.from(task + 1); batch++) {
      long x = at[0] + (long) batch * taps.base * bytes;
      long y = at[1] + (long) batch * taps.outputs * bytes;
      for (int o = 0; o < taps.outputs; o++) {
        double sum = 0;
        long exact = 0;
        for (int t = taps.starts[o]; t < taps.starts[o + 1]; t++) {
          long place = x + (long) taps.places[t] * bytes;
          if (dtype.isFloat()) {
            sum += Elements.get(dtype, place);
          } else {
            exact += Elements.getLong(dtype, place);
          }
        }
        if (dtype.isFloat()) {
          Elements.set(dtype, y + (long) o * bytes, sum);
        } else {
          Elements.setLong(dtype, y + (long) o * bytes, exact);
        }
      }
    }
  }
}
