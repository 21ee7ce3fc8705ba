package ansatz.tensor;

import java.util.Arrays;
import java.util.stream.IntStream;

import ansatz.tensor.primitive.Axes;
import ansatz.tensor.primitive.Conv;

/**
 * Convolutions (cross-correlations, as networks have them) in the layout of images, over any number of spatial axes.
 *
 * <p>$$ y_{n k o} = \sum_{c, r} w_{k c r} \, x_{n, c, o\,\mathrm{stride} + r\,\mathrm{dilation} - \mathrm{padding}} $$
 *
 * <p>Errors: ranks that differ, channels that are no multiple of the groups, a kernel that does not fit are an
 * {@link IllegalArgumentException}.
 *
 * @param stride how far the kernel moves
 * @param padding zeros before and after each axis
 * @param dilation how far apart the kernel's elements are
 * @param groups into how many parts the channels fall that do not mix
 */
public record Convolutions(int stride, int padding, int dilation, int groups) {
  public Convolutions {
    if (stride < 1 || dilation < 1 || groups < 1) {
      throw new IllegalArgumentException("stride " + stride + ", dilation " + dilation + " and groups " + groups
          + " have to be at least 1");
    }
  }

  /** Stride 1, no padding, one group. */
  public static Convolutions plain() {
    return new Convolutions(1, 0, 1, 1);
  }

  /** The same with another stride. */
  public Convolutions stride(int by) {
    return new Convolutions(by, padding, dilation, groups);
  }

  /** The same with another padding. */
  public Convolutions padding(int zeros) {
    return new Convolutions(stride, zeros, dilation, groups);
  }

  /** The same with another dilation. */
  public Convolutions dilation(int by) {
    return new Convolutions(stride, padding, by, groups);
  }

  /** The same in another number of groups. */
  public Convolutions groups(int count) {
    return new Convolutions(stride, padding, dilation, count);
  }

  /**
   * The convolution of x with w.
   *
   * <p>Shapes: x [N,C,S...], w [K,C/groups,R...], y [N,K,O...] with O = (S + 2 padding - (R-1) dilation - 1) / stride + 1.
   *
   * <p>Cost: 2 N K O... (C/groups) R... flops.
   */
  public Tensor conv(Tensor x, Tensor w) {
    int rank = spatial(x, w);
    Axes pad = Axes.repeated(padding, rank);
    Conv conv = new Conv(Axes.repeated(stride, rank), Axes.repeated(1, rank), Axes.repeated(dilation, rank), pad, pad,
        false);
    return joined(conv.of(grouped(x, 1), grouped(w, 0)));
  }

  /**
   * The transpose of {@link #conv}, which takes its outputs to its inputs.
   *
   * <p>Shapes: x [N,C,S...], w [C,K/groups,R...], y [N,K,O...] with O = (S-1) stride - 2 padding + (R-1) dilation + 1 +
   * outputPadding.
   *
   * <p>Source: Dumoulin and Visin (2016), A guide to convolution arithmetic for deep learning, chapter 4.
   */
  public Tensor convTranspose(Tensor x, Tensor w, int outputPadding) {
    int rank = spatial(x, w);
    int[] low = IntStream.range(0, rank).map(i -> (w.shape().extent(i + 2) - 1) * dilation - padding).toArray();
    int[] high = Arrays.stream(low).map(before -> before + outputPadding).toArray();
    Conv conv = new Conv(Axes.repeated(1, rank), Axes.repeated(stride, rank), Axes.repeated(dilation, rank),
        Axes.of(low), Axes.of(high), true);
    return joined(conv.of(grouped(x, 1), grouped(w, 0).moveAxis(2, 1))); // w [G,C/G,K/G,R...] to [G,K/G,C/G,R...]
  }

  private int spatial(Tensor x, Tensor w) {
    if (x.rank() < 3 || x.rank() != w.rank() || x.shape().extent(1) % groups != 0
        || w.shape().extent(0) % groups != 0) {
      throw new IllegalArgumentException("convolution in " + groups + " groups of x [N,C,S...] " + x.shape()
          + " and w " + w.shape() + ": ranks have to be the same, channels a multiple of the groups");
    }
    return x.rank() - 2;
  }

  private Tensor grouped(Tensor x, int axis) {
    return x.reshape(x.shape().with(axis, x.shape().extent(axis) / groups).insert(axis, groups));
  }

  private Tensor joined(Tensor y) {
    return y.reshape(y.shape().without(1).with(1, groups * y.shape().extent(2)));
  }
}
