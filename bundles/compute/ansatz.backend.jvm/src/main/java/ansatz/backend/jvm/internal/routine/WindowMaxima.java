package ansatz.backend.jvm.internal.routine;

import ansatz.tensor.DType;
import ansatz.tensor.Node;
import ansatz.tensor.primitive.Window;

/** Where the greatest element under each window stands, among the windowed axes; -1 where there is none. */
final class WindowMaxima implements Divided {
  private final Taps taps;
  private final DType dtype;
  private final Tasks tasks;

  WindowMaxima(Node node, Window window) {
    this.taps = new Taps(window, node.operand(0).shape());
    this.dtype = node.operand(0).dtype();
    this.tasks = Tasks.of(Math.toIntExact(node.operand(0).type().size() / taps.base),
        taps.outputs + 2.0 * taps.places.length);
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
      for (int o = 0; o < taps.outputs; o++) {
        int best = -1;
        for (int t = taps.starts[o]; t < taps.starts[o + 1]; t++) {
          int place = taps.places[t];
          if (best < 0 || Elements.greater(dtype, x + (long) place * bytes, x + (long) best * bytes)) {
            best = place;
          }
        }
        Elements.setInt(at[1] + 4L * ((long) batch * taps.outputs + o), best);
      }
    }
  }
}
