package ansatz.tensor;

import ansatz.tensor.primitive.Gather;
import ansatz.tensor.primitive.ScatterAdd;
import ansatz.tensor.primitive.SegmentArgmax;

/**
 * Reductions of the rows that have a number in common, messages to a node of a graph for instance: x [N,R...], segment
 * i32 [N], the result [S,R...]. Rows of a segment outside 0, ..., S-1 do not count.
 *
 * <p>$$ y_s = \bigoplus_{i: \mathrm{segment}_i = s} x_i $$
 *
 * <p>Cost: one pass over x; no sorting. Sums are added up in the order of the rows.
 *
 * <p>Errors: numbers of segments that are not i32, or not as many as rows, are an {@link IllegalArgumentException}.
 */
public final class Segments {
  private Segments() {}

  /** The sum of the rows of each segment; 0 without rows. */
  public static Tensor sum(Tensor x, Tensor segment, int segments) {
    return ScatterAdd.of(x, segment, 0, segments);
  }

  /** How many rows each segment has; [S]. */
  public static Tensor count(DType dtype, Tensor segment, int segments) {
    return sum(Tensor.ones(dtype, segment.shape().extents()), segment, segments);
  }

  /** The mean of the rows of each segment; 0 without rows. */
  public static Tensor mean(Tensor x, Tensor segment, int segments) {
    Tensor count = count(x.dtype(), segment, segments).max(Tensor.scalar(x.dtype(), 1));
    return sum(x, segment, segments).div(column(count, x));
  }

  /** The greatest elements of the rows of each segment; 0 without rows. */
  public static Tensor max(Tensor x, Tensor segment, int segments) {
    Tensor index = SegmentArgmax.of(x, segment, 0, segments);
    Shape row = x.shape().without(0);
    int width = Math.toIntExact(row.size());
    Tensor places = index.mul(width).add(Tensor.arange(DType.I32, width).reshape(row)); // below 0 where the index is -1
    return Gather.of(x.reshape(Math.toIntExact(x.type().size())), places, 0);
  }

  /**
   * exp x_i / sum_j exp x_j over the rows j of the segment of row i, without overflow; [N,R...].
   *
   * <p>Source: Velickovic et al. (2018), Graph attention networks, eq. (3).
   */
  public static Tensor softmax(Tensor x, Tensor segment, int segments) {
    Tensor greatest = Gather.of(max(x, segment, segments), segment, 0);
    Tensor exp = x.sub(Node.apply(new ansatz.tensor.primitive.StopGradient(), greatest)).exp();
    return exp.div(Gather.of(sum(exp, segment, segments), segment, 0));
  }

  private static Tensor column(Tensor count, Tensor x) {
    int[] extents = new int[x.rank()];
    java.util.Arrays.fill(extents, 1);
    extents[0] = count.shape().extent(0);
    return count.reshape(extents);
  }
}
