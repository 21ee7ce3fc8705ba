package ansatz.tensor;

import java.util.stream.IntStream;

/**
 * Normalisations, without scale and shift: multiply and add these afterwards, they broadcast.
 *
 * <p>$$ y = \frac{x - \mu}{\sqrt{\sigma^2 + \epsilon}} $$ with mean and variance (divided by the count) over the axes
 * that a method names.
 *
 * <p>Shapes: y as x.
 *
 * <p>Cost: three passes over x, which backends join.
 *
 * <p>Errors: an axis that does not exist, and element types other than f32 and f64, are an
 * {@link IllegalArgumentException}.
 */
public final class Norms {
  private Norms() {}

  /** (x - mean) / sqrt(variance + epsilon) over any axes. */
  public static Tensor standardize(Tensor x, double epsilon, int... axes) {
    int[] places = x.shape().axes(axes);
    Tensor centred = x.sub(x.mean(axes).expand(places));
    return centred.div(centred.square().mean(axes).add(epsilon).sqrt().expand(places));
  }

  /**
   * Layer normalisation: over the last axes, so many, of each example.
   *
   * <p>Source: Ba, Kiros and Hinton (2016), Layer normalization, eq. (3).
   */
  public static Tensor layer(Tensor x, int axes, double epsilon) {
    return standardize(x, epsilon, IntStream.range(x.rank() - axes, x.rank()).toArray());
  }

  /**
   * x / sqrt(mean x^2 + epsilon) over the last axis.
   *
   * <p>Source: Zhang and Sennrich (2019), Root mean square layer normalization, eq. (4).
   */
  public static Tensor rms(Tensor x, double epsilon) {
    return x.div(x.square().mean(-1).add(epsilon).sqrt().expand(-1));
  }

  /**
   * Batch normalisation as in training: over examples and places of each channel.
   *
   * <p>Shapes: x [N,C,S...].
   *
   * <p>Source: Ioffe and Szegedy (2015), Batch normalization, algorithm 1.
   */
  public static Tensor batch(Tensor x, double epsilon) {
    return standardize(x, epsilon, besidesChannels(x));
  }

  /** All axes of x [N,C,S...] but C. */
  public static int[] besidesChannels(Tensor x) {
    return IntStream.range(0, x.rank()).filter(axis -> axis != 1).toArray();
  }

  /**
   * Instance normalisation: over the places of each channel of each example.
   *
   * <p>Shapes: x [N,C,S...].
   *
   * <p>Source: Ulyanov, Vedaldi and Lempitsky (2016), Instance normalization.
   */
  public static Tensor instance(Tensor x, double epsilon) {
    return standardize(x, epsilon, IntStream.range(2, x.rank()).toArray());
  }

  /**
   * Group normalisation: over places and the channels of each group of each example.
   *
   * <p>Shapes: x [N,C,S...], C a multiple of {@code groups}.
   *
   * <p>Source: Wu and He (2018), Group normalization, eq. (7).
   */
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
