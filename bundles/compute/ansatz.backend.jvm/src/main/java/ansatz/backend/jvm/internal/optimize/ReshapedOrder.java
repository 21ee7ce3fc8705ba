package ansatz.backend.jvm.internal.optimize;

import ansatz.tensor.Shape;
import ansatz.tensor.primitive.Axes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** What becomes of an order of axes where a tensor is reshaped. */
final class ReshapedOrder {
  private ReshapedOrder() {}

  /**
   * The order of a reshaped tensor's axes where its elements lie as in an order of the tensor's; null where axes that
   * are joined do not stand side by side.
   */
  static Axes of(Shape from, Shape to, Axes order) {
    if (from.size() == 0) {
      return null;
    }
    List<int[][]> groups = groups(from, to);
    int[] before = order.stream().filter(axis -> from.extent(axis) > 1).toArray();
    List<Integer> after = new ArrayList<>();
    for (int i = 0; i < before.length;) {
      int axis = before[i];
      int[][] group = groups.stream().filter(g -> Arrays.stream(g[0]).anyMatch(a -> a == axis)).findFirst()
          .orElseThrow();
      for (int place = 0; place < group[0].length; place++) {
        if (i + place >= before.length || before[i + place] != group[0][place]) {
          return null;
        }
      }
      Arrays.stream(group[1]).forEach(after::add);
      i += group[0].length;
    }
    for (int axis = 0; axis < to.rank(); axis++) { // what is 1 long stays behind the axis before it
      if (!after.contains(axis)) {
        after.add(axis == 0 ? 0 : after.indexOf(axis - 1) + 1, axis);
      }
    }
    return Axes.of(after.stream().mapToInt(Integer::intValue).toArray());
  }

  /** Which axes longer than 1 become which: neighbouring ones with as many elements, as few as can be. */
  private static List<int[][]> groups(Shape from, Shape to) {
    List<int[][]> groups = new ArrayList<>();
    int[] left = longer(from);
    int[] right = longer(to);
    int next = 0;
    int other = 0;
    while (next < left.length) {
      int start = next;
      int otherStart = other;
      long size = from.extent(left[next++]);
      long otherSize = to.extent(right[other++]);
      while (size != otherSize) {
        if (size < otherSize) {
          size *= from.extent(left[next++]);
        } else {
          otherSize *= to.extent(right[other++]);
        }
      }
      groups.add(new int[][] {Arrays.copyOfRange(left, start, next), Arrays.copyOfRange(right, otherStart, other)});
    }
    return groups;
  }

  private static int[] longer(Shape shape) {
    return IntStream.range(0, shape.rank()).filter(axis -> shape.extent(axis) > 1).toArray();
  }
}
