package ansatz.backend.jvm.internal.fuse;

import ansatz.tensor.Shape;
import ansatz.tensor.Tensor;
import java.util.List;
import java.util.Map;

/**
 * An operand [b,r,c] of a product as it lies in memory.
 *
 * @param base whose memory it is
 * @param offset elements to where it begins
 * @param batchStride elements from one matrix to the next; 0 where all are the same
 * @param transposed whether columns, not rows, are contiguous
 * @param leading elements from one row to the next, or from one column to the next where transposed
 */
public record MatrixView(Tensor base, long offset, long batchStride, boolean transposed, long leading) {
  /** The view; null where neither rows nor columns are contiguous, or the loops do not nest. */
  public static MatrixView of(Graph graph, Tensor x) {
    Shape shape = x.shape();
    Index index = Index.fresh(shape);
    Graph.Place place = graph.place(x, index);
    if (place == null || graph.kind(place.base().node()) == Graph.Kind.LEAF) {
      return null;
    }
    Map<Axis, Long> strides = place.index().strides();
    long batch = stride(index.axes().get(0), strides);
    long row = stride(index.axes().get(1), strides);
    long column = stride(index.axes().get(2), strides);
    int rows = shape.extent(1);
    int columns = shape.extent(2);
    if (batch < 0 || row < 0 || column < 0) {
      return null;
    }
    if ((column == 1 || columns == 1) && (row >= columns || rows == 1)) {
      return new MatrixView(place.base(), place.index().offset(), batch, false, rows == 1 ? columns : row);
    }
    if ((row == 1 || rows == 1) && (column >= rows || columns == 1)) {
      return new MatrixView(place.base(), place.index().offset(), batch, true, columns == 1 ? rows : column);
    }
    return null;
  }

  /** The one stride of a nest of loops; 0 of none, -1 where they are not one loop in memory. */
  static long stride(List<Axis> axes, Map<Axis, Long> strides) {
    List<Axis> leaves = Axis.leaves(axes);
    if (leaves.isEmpty()) {
      return 0;
    }
    for (int i = 0; i + 1 < leaves.size(); i++) {
      long inner = strides.getOrDefault(leaves.get(i + 1), 0L);
      if (strides.getOrDefault(leaves.get(i), 0L) != inner * leaves.get(i + 1).extent()) {
        return -1;
      }
    }
    return strides.getOrDefault(leaves.getLast(), 0L);
  }
}
