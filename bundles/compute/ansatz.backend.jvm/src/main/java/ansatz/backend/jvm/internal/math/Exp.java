package ansatz.backend.jvm.internal.math;

/**
 * The exponential function.
 *
 * <p>With n the integer nearest to x / ln 2 and r = x - n ln 2, which is at most ln 2 / 2 in magnitude,
 * $$ e^x = 2^n e^r, \qquad e^r \approx 1 + r + r^2 P(r) . $$
 * P is minimax. The factor 2^n is applied in two halves, so that overflow and denormal results round once.
 *
 * <p>Error: float32 0.9 ulp, float64 1 ulp.
 *
 * <p>Cost: 20 instructions in float32, 27 in float64.
 */
public final class Exp {
  private static final double[] P32 = {0.49999994f, 0.16666517f, 0.041668102f, 0.00836918f, 0.0013838593f};
  private static final double[] P64 = {0.5, 0.16666666666666669, 0.041666666666666685, 0.00833333333333169,
    0.001388888888887241, 0.0001984126984633641, 2.480158735263484e-05, 2.755731215916684e-06, 2.755724759341067e-07,
    2.505666835662519e-08, 2.0923309319966615e-09, 1.4951068693004634e-10};

  private Exp() {}

  public static <F, I, M> F exp(Lanes<F, I, M> l, F x) {
    F bounded = l.atLeast(l.atMost(x, l.wide() ? 710 : 89), l.wide() ? -746 : -104);
    Reduced<F, I> reduced = reduce(l, bounded);
    return scale(l, ofRest(l, reduced.r), reduced.n);
  }

  /** The exponential function of a sum, of which the second part is small. */
  static <F, I, M> F ofSum(Lanes<F, I, M> l, DoubleWord<F> x) {
    F bounded = l.atLeast(l.atMost(x.high(), l.wide() ? 710 : 89), l.wide() ? -746 : -104);
    Reduced<F, I> reduced = reduce(l, bounded, x.low());
    return scale(l, ofRest(l, reduced.r), reduced.n);
  }

  /** e^r for |r| &lt;= ln 2 / 2. */
  private static <F, I, M> F ofRest(Lanes<F, I, M> l, F r) {
    F one = l.constant(1);
    return l.fma(l.fma(second(l, r), r, one), r, one);
  }

  /** (e^r - 1 - r) / r² for |r| &lt;= ln 2 / 2. */
  static <F, I, M> F second(Lanes<F, I, M> l, F r) {
    return l.polynomial(r, l.wide() ? P64 : P32);
  }

  /**
   * x = n ln 2 + r.
   *
   * @param n holds n plus twice the exponent's bias in its low 9 places; 12 in float64
   */
  record Reduced<F, I>(I n, F r) {}

  static <F, I, M> Reduced<F, I> reduce(Lanes<F, I, M> l, F x) {
    return reduce(l, x, null);
  }

  private static <F, I, M> Reduced<F, I> reduce(Lanes<F, I, M> l, F x, F rest) {
    // Adding 1.5 * 2^23 or 2^52 rounds to an integer, which then stands in the low places.
    F magic = l.constant(0x1.8p23 + 2 * 127, 0x1.8p52 + 2 * 1023);
    F shifted = l.fma(x, l.constant(1.4426950408889634), magic);
    F n = l.sub(shifted, magic);
    F r = l.fma(n, l.constant(-0.6931472f, -0.6931471805599453), x);
    F low = l.constant(1.9046542e-09f, -2.3190468138462996e-17);
    return new Reduced<>(l.bits(shifted), rest == null ? l.fma(n, low, r) : l.add(r, l.fma(n, low, rest)));
  }

  /** p 2^n, where n stands as {@link Reduced} says. */
  static <F, I, M> F scale(Lanes<F, I, M> l, F p, I n) {
    I half = l.shiftRight(n, 1);
    I rest = l.minus(n, half);
    return l.mul(l.mul(p, power(l, half)), power(l, rest));
  }

  /** The power of two whose biased exponent is in the low places. */
  private static <F, I, M> F power(Lanes<F, I, M> l, I exponent) {
    return l.fromBits(l.shiftLeft(exponent, l.fraction()));
  }
}
