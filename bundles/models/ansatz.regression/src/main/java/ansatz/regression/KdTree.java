package ansatz.regression;

import ansatz.linalg.Matrix;
import java.util.Arrays;
import java.util.Comparator;

/**
 * A balanced k-d tree over the rows of x [N,D] that finds exactly what brute force finds.
 *
 * <p>The tree of a range of {@code order} has its root in the middle, the rows before it not above it along its axis,
 * the rows after it not below. The axis is the one along which the range spreads most. A branch is left out only where
 * the squared distance to its plane exceeds that of the k-th neighbour; since rounded sums of squares never fall below
 * a rounded term, that holds for the computed distances too.
 *
 * @param order row numbers [N]
 * @param axis the axis of the root at each place of the order [N]
 */
record KdTree(Matrix x, long[] order, long[] axis) {
  static KdTree of(Matrix x) {
    Integer[] order = new Integer[x.rows()];
    Arrays.setAll(order, i -> i);
    long[] axis = new long[order.length];
    build(x, order, axis, 0, order.length);
    return new KdTree(x, Arrays.stream(order).mapToLong(Integer::longValue).toArray(), axis);
  }

  private static void build(Matrix x, Integer[] order, long[] axis, int from, int to) {
    if (to - from < 2) {
      return;
    }
    int widest = widestAxis(x, order, from, to);
    Arrays.sort(order, from, to, Comparator.comparingDouble(row -> x.get(row, widest)));
    int middle = (from + to) >>> 1;
    axis[middle] = widest;
    build(x, order, axis, from, middle);
    build(x, order, axis, middle + 1, to);
  }

  private static int widestAxis(Matrix x, Integer[] order, int from, int to) {
    int widest = 0;
    double width = -1;
    for (int j = 0; j < x.cols(); j++) {
      double min = Double.POSITIVE_INFINITY;
      double max = Double.NEGATIVE_INFINITY;
      for (int i = from; i < to; i++) {
        min = Math.min(min, x.get(order[i], j));
        max = Math.max(max, x.get(order[i], j));
      }
      if (max - min > width) {
        width = max - min;
        widest = j;
      }
    }
    return widest;
  }

  /** Offers every row that may be among the closest. */
  void offerClosest(Neighbours neighbours) {
    search(neighbours, 0, order.length);
  }

  private void search(Neighbours neighbours, int from, int to) {
    if (from >= to) {
      return;
    }
    int middle = (from + to) >>> 1;
    int row = (int) order[middle];
    neighbours.offer(row);
    int j = (int) axis[middle];
    double offset = x.get(row, j) - neighbours.query(j);
    boolean before = offset > 0;
    search(neighbours, before ? from : middle + 1, before ? middle : to);
    if (neighbours.reaches(offset * offset)) {
      search(neighbours, before ? middle + 1 : from, before ? to : middle);
    }
  }
}
