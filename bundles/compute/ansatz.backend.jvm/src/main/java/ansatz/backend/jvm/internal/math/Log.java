package ansatz.backend.jvm.internal.math;

/**
 * The natural logarithm.
 *
 * <p>With x = 2^n (1 + f), where 1 + f lies between the roots of 1/2 and 2,
 * $$ \log x = n \ln 2 + \log(1 + f), \qquad \log(1 + f) \approx f - \tfrac12 f^2 + f^3 P(f) $$
 * in float32, and in float64, with s = f / (2 + f),
 * $$ \log(1 + f) = 2 \operatorname{artanh} s \approx f - \tfrac12 f^2 + s \left( \tfrac12 f^2 + s^2 P(s^2) \right) . $$
 * P is minimax.
 *
 * <p>Error: float32 1 ulp, float64 0.9 ulp.
 *
 * <p>Cost: 33 instructions in float32, 36 in float64, there one of them a division.
 */
public final class Log {
  private static final double[] P32 = {0.3333333f, -0.25000826f, 0.20001264f, -0.16623226f, 0.14200842f, -0.13162005f,
    0.12777796f, -0.076538496f};
  private static final double[] P64 = {0.6666666666666734, 0.39999999999416674, 0.28571428742031835,
    0.22222198602797735, 0.1818356308383191, 0.1531407572129945, 0.14795757430095166};

  private Log() {}

  public static <F, I, M> F log(Lanes<F, I, M> l, F x) {
    Split<F> split = split(l, x);
    F f = l.sub(split.m, l.constant(1));
    return special(l, x, sum(l, split.n, f, l.constant(0)));
  }

  /** x = 2^n m with m between the roots of 1/2 and 2, for positive x. */
  record Split<F>(F n, F m) {}

  static <F, I, M> Split<F> split(Lanes<F, I, M> l, F x) {
    // A denormal number is multiplied by 2^23 or 2^52 first.
    M tiny = l.less(x, l.constant(Float.MIN_NORMAL, Double.MIN_NORMAL));
    F normal = l.select(tiny, l.mul(x, l.constant(0x1p23, 0x1p52)), x);
    F places = l.select(tiny, l.constant(0x1p23 + 127 + 23, 0x1p52 + 1023 + 52),
        l.constant(0x1p23 + 127, 0x1p52 + 1023));
    I half = l.bits(l.constant(0.70710677f, 0.7071067811865475));
    I shifted = l.plus(l.minus(l.bits(normal), half), l.bits(l.constant(1)));
    I exponent = l.shiftRight(shifted, l.fraction());
    F n = l.sub(l.fromBits(l.or(exponent, l.bits(l.constant(0x1p23, 0x1p52)))), places);
    I rest = l.and(shifted, l.integer((1L << l.fraction()) - 1));
    return new Split<>(n, l.fromBits(l.plus(rest, half)));
  }

  /** n ln 2 + log(1 + f) + c. */
  static <F, I, M> F sum(Lanes<F, I, M> l, F n, F f, F c) {
    F ff = l.mul(f, f);
    F nLow = l.fma(n, l.constant(-1.9046542e-09f, 2.3190468138462996e-17), c);
    F tail;
    if (l.wide()) {
      F s = l.div(f, l.add(f, l.constant(2)));
      F half = l.mul(ff, l.constant(0.5));
      F z = l.mul(s, s);
      tail = l.sub(l.fma(s, l.fma(z, l.polynomial(z, P64), half), nLow), half);
    } else {
      F cubic = l.fma(l.mul(f, ff), l.polynomial(f, P32), nLow);
      tail = l.fma(ff, l.constant(-0.5), cubic);
    }
    return l.fma(n, l.constant(0.6931472f, 0.6931471805599453), l.add(f, tail));
  }

  /** The result, but what log has of zero, infinity, negative numbers and NaN. */
  static <F, I, M> F special(Lanes<F, I, M> l, F x, F result) {
    F zero = l.constant(0);
    F infinity = l.constant(Double.POSITIVE_INFINITY);
    F low = l.select(l.equal(x, zero), l.neg(infinity), l.constant(Double.NaN));
    return l.select(l.less(zero, x), l.select(l.less(x, infinity), result, x), low);
  }
}
