package ansatz.backend.jvm.internal.fuse;

import ansatz.tensor.Shape;
import ansatz.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * An operand [b,r,c] of a product as it lies in memory.
 *
 * @param base whose memory it is
 * @param offset elements to where it begins
 * @param batch where matrices begin
 * @param transposed whether columns, not rows, are contiguous
 * @param leading elements from one row to the next, or from one column to the next where transposed
 */
public record MatrixView(Tensor base, long offset, Batch batch, boolean transposed, long leading) {
  /**
   * Where matrices begin, which are numbered along at most two loops: heads within examples, for instance.
   *
   * @param inner how many there are along the inner loop
   * @param innerStride elements from one to the next; 0 where all are the same
   * @param outerStride elements from one run of so many to the next
   */
  public record Batch(int inner, long innerStride, long outerStride) {
    /** Elements to where a matrix begins. */
    public long place(long matrix) {
      return matrix / inner * outerStride + matrix % inner * innerStride;
    }

    /** Null of more than two loops. */
    static Batch of(List<Axis> axes, Map<Axis, Long> strides) {
      List<Axis> outer = Axis.leaves(axes);
      List<Axis> run = new ArrayList<>();
      while (!outer.isEmpty() && isOne(outer.getLast(), run, strides)) {
        run.addFirst(outer.removeLast());
      }
      long along = MatrixView.stride(run, strides);
      long beyond = MatrixView.stride(outer, strides);
      int inner = Math.toIntExact(Nest.extent(run));
      return along < 0 || beyond < 0 ? null : new Batch(inner, along, beyond);
    }

    private static boolean isOne(Axis axis, List<Axis> run, Map<Axis, Long> strides) {
      List<Axis> longer = new ArrayList<>(run);
      longer.addFirst(axis);
      return MatrixView.stride(longer, strides) >= 0;
    }
  }

  /** The view; null where neither rows nor columns are contiguous, or the loops do not nest. */
  public static MatrixView of(Graph graph, Tensor x) {
    Shape shape = x.shape();
    Index index = Index.fresh(shape);
    Graph.Place place = graph.place(x, index);
    if (place == null || graph.kind(place.base().node()) == Graph.Kind.LEAF) {
      return null;
    }
    Map<Axis, Long> strides = place.index().strides();
    Batch batch = Batch.of(index.axes().get(0), strides);
    long row = stride(index.axes().get(1), strides);
    long column = stride(index.axes().get(2), strides);
    int rows = shape.extent(1);
    int columns = shape.extent(2);
    if (batch == null || row < 0 || column < 0) {
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
