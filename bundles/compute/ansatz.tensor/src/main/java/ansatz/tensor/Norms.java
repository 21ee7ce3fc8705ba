package ansatz.tensor;

import java.util.stream.IntStream;

/** Normalisations, without scale and shift: multiply and add these afterwards, they broadcast. */
public final class Norms {
  private Norms() {}

  /** (x - mean) / sqrt(variance + epsilon) over the axes. */
  public static Tensor standardize(Tensor x, double epsilon, int... axes) {
    Tensor centred = x.sub(kept(x, x.mean(axes), axes));
    return centred.div(kept(x, centred.square().mean(axes).add(epsilon).sqrt(), axes));
  }

  private static Tensor kept(Tensor x, Tensor reduced, int... axes) {
    Shape shape = x.shape();
    for (int axis : axes) {
      shape = shape.with(axis, 1);
    }
    return reduced.reshape(shape);
  }

  /** Over the last axes, so many, of each example. */
  public static Tensor layer(Tensor x, int axes, double epsilon) {
    return standardize(x, epsilon, IntStream.range(x.rank() - axes, x.rank()).toArray());
  }

  /** x / sqrt(mean x^2 + epsilon) over the last axis. */
  public static Tensor rms(Tensor x, double epsilon) {
    return x.div(x.square().mean(-1).add(epsilon).sqrt().expand(-1));
  }

  /** Over examples and places of each channel: x [N,C,S...]. */
  public static Tensor batch(Tensor x, double epsilon) {
    return standardize(x, epsilon, besidesChannels(x));
  }

  /** All axes of x [N,C,S...] but C. */
  public static int[] besidesChannels(Tensor x) {
    return IntStream.range(0, x.rank()).filter(axis -> axis != 1).toArray();
  }

  /** Over the places of each channel of each example: x [N,C,S...]. */
  public static Tensor instance(Tensor x, double epsilon) {
    return standardize(x, epsilon, IntStream.range(2, x.rank()).toArray());
  }

  /** Over places and the channels of each group of each example: x [N,C,S...]. */
  public static Tensor group(Tensor x, int groups, double epsilon) {
    Tensor grouped = x.reshape(x.shape().with(1, x.shape().extent(1) / groups).insert(1, groups));
    return standardize(grouped, epsilon, IntStream.range(2, grouped.rank()).toArray()).reshape(x.shape());
  }

  /** A tensor for each channel, as it broadcasts to x [N,C,S...]. */
  public static Tensor perChannel(Tensor c, Tensor x) {
    int[] extents = new int[x.rank() - 1];
    java.util.Arrays.fill(extents, 1);
    extents[0] = c.shape().extent(0);
    return c.reshape(extents);
  }
}
