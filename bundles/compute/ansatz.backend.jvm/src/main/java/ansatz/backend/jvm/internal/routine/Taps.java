package ansatz.backend.jvm.internal.routine;

import ansatz.tensor.Shape;
import ansatz.tensor.primitive.Window;
import java.util.Arrays;

/** What lies under each window: places of the base and of the window, those of window o from {@code starts[o]} on. */
final class Taps {
  /** Elements of the windowed axes. */
  final int base;
  final int outputs;
  final int[] starts;
  final int[] places;
  final int[] inWindow;

  Taps(Window window, Shape x) {
    int[] extents = Arrays.copyOfRange(x.extents(), x.rank() - window.rank(), x.rank());
    this.base = Arrays.stream(extents).reduce(1, Math::multiplyExact);
    int windows = 1;
    for (int axis = 0; axis < extents.length; axis++) {
      windows *= window.outputs(axis, extents[axis]);
    }
    this.outputs = windows;
    int[] counts = new int[windows + 1];
    window.visit(extents, (output, _, _) -> counts[output + 1]++);
    Arrays.parallelPrefix(counts, Integer::sum);
    this.starts = counts;
    this.places = new int[counts[windows]];
    this.inWindow = new int[counts[windows]];
    int[] next = new int[1]; // outputs are visited in ascending order
    window.visit(extents, (_, place, tap) -> {
      places[next[0]] = place;
      inWindow[next[0]++] = tap;
    });
  }
}
