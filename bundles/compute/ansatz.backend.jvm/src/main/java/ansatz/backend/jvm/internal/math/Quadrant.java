package ansatz.backend.jvm.internal.math;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.List;

/**
 * An angle reduced to the quarter turn it lies in,
 * $$ x = n \tfrac{\pi}{2} + r + \rho, \qquad |r| \le \tfrac{\pi}{4}, $$
 * where rho is what rounding r lost; in float32 it is left out.
 *
 * @param n holds the number of quarter turns in its low places
 * @param r the rest
 * @param rho the rest of the rest
 */
record Quadrant<F, I>(I n, F r, F rho) {
  /** Up to here {@link #near} is exact enough: 2^15 in float32, 2^40 in float64. */
  static <F, I, M> M isFar(Lanes<F, I, M> l, F x) {
    return l.less(l.constant(0x1p15, 0x1p40), l.abs(x));
  }

  /** Whether n is odd: its lowest bit becomes the sign of 1.0, which can be compared. */
  static <F, I, M> M isOdd(Lanes<F, I, M> l, I n) {
    return l.less(l.flip(l.constant(1), l.shiftLeft(n, l.wide() ? 63 : 31)), l.constant(0));
  }

  /**
   * Subtracts n pi/2 in three parts (Cody and Waite).
   *
   * <p>The first product is subtracted exactly, because x and n times a number in [1, 2) are multiples of an ulp of 1/2.
   */
  static <F, I, M> Quadrant<F, I> near(Lanes<F, I, M> l, F x) {
    F magic = l.constant(0x1.8p23, 0x1.8p52);
    F shifted = l.fma(x, l.constant(0.6366197723675814), magic);
    F n = l.sub(shifted, magic);
    F exact = l.fma(n, l.constant(-1.5707964f, -1.5707963267948966), x);
    F second = l.constant(4.371139e-08f, -6.123233995736766e-17);
    F third = l.constant(1.7151245e-15f, 1.4973849048591833e-33);
    if (!l.wide())
      return new Quadrant<>(l.bits(shifted), l.fma(n, third, l.fma(n, second, exact)), l.constant(0));
    F product = l.mul(n, second);
    F r = l.add(exact, product);
    F lost = l.add(l.sub(exact, r), product);
    F rho = l.add(lost, l.fma(n, third, l.fma(n, second, l.neg(product))));
    return new Quadrant<>(l.bits(shifted), r, rho);
  }

  /** 2/pi in pieces of 24 bits. */
  private static final double[] PIECES = pieces();

  /**
   * Multiplies with as many bits of 2/pi as matter (Payne and Hanek), for float64.
   *
   * <p>x 2/pi is a sum over the pieces of 2/pi. Products that are multiples of 4 are left out, the others are exact and
   * reduced modulo 4 one by one; their sum is kept in three parts, 150 bits.
   */
  static <F, I, M> Quadrant<F, I> far(Lanes<F, I, M> l, F x) {
    F magic = l.constant(0x1.8p52);
    F exponent = l.sub(
        l.fromBits(l.or(l.and(l.shiftRight(l.bits(x), 52), l.integer(0x7ff)), l.bits(l.constant(0x1p52)))),
        l.constant(0x1p52 + 1023 + 52 + 14));
    F first = l.atLeast(l.sub(l.fma(exponent, l.constant(1 / 24.0), magic), magic), 0);
    F scale = l.fromBits(l.shiftLeft(l.bits(l.fma(first, l.constant(-24), l.constant(0x1.8p52 + 1023))), 52));
    F scaled = l.mul(x, scale);
    F high = l.fromBits(l.and(l.bits(scaled), l.integer(-1L << 26)));
    F low = l.sub(scaled, high);
    I base = l.bits(l.add(first, magic));
    F zero = l.constant(0);
    List<F> sums = l.iterate(9, List.of(zero, zero, zero, high, low), (k, v) -> {
      F piece = l.lookup(PIECES, l.minus(l.plus(base, l.bits(l.add(k, magic))), l.integer(2 * 0x4338000000000000L)));
      F down = l.constant(0x1p-24);
      F h = l.mul(v.get(3), down);
      F w = l.mul(v.get(4), down);
      List<F> sum = accumulate(l, accumulate(l, v, l.mul(h, piece)), l.mul(w, piece));
      return new Lanes.Round<>(List.of(sum.get(0), sum.get(1), sum.get(2), h, w), l.equal(zero, zero));
    });
    F shifted = l.add(sums.get(0), magic);
    F fraction = l.sub(sums.get(0), l.sub(shifted, magic));
    F f = l.add(fraction, sums.get(1));
    F tail = l.add(l.add(l.sub(fraction, f), sums.get(1)), sums.get(2));
    F quarter = l.constant(1.5707963267948966);
    F r = l.mul(f, quarter);
    F rho = l.fma(tail, quarter, l.fma(f, l.constant(6.123233995736766e-17), l.fma(f, quarter, l.neg(r))));
    // Nothing is added but to infinity, which has no quadrant.
    return new Quadrant<>(l.bits(shifted), l.add(r, l.sub(x, x)), rho);
  }

  /** Adds p modulo 4 to a sum in three parts. */
  private static <F, I, M> List<F> accumulate(Lanes<F, I, M> l, List<F> sum, F p) {
    F four = l.constant(0x1.8p54);
    F rest = l.select(l.less(l.abs(p), l.constant(0x1p53)), l.sub(p, l.sub(l.add(p, four), four)), l.constant(0));
    DoubleWord<F> first = DoubleWord.sum(l, sum.get(0), rest);
    DoubleWord<F> second = DoubleWord.sum(l, sum.get(1), first.low());
    return List.of(first.high(), second.high(), l.add(sum.get(2), second.low()));
  }

  private static double[] pieces() {
    int count = 52;
    BigDecimal pi = pi(count * 24 / 3);
    BigInteger digits = new BigDecimal(BigInteger.TWO.pow(24 * count + 1))
        .divide(pi, new MathContext(count * 24 / 3)).setScale(0, RoundingMode.DOWN).toBigInteger();
    double[] pieces = new double[count];
    for (int k = 0; k < count; k++)
      pieces[k] = digits.shiftRight(24 * (count - 1 - k)).and(BigInteger.valueOf(0xffffff)).doubleValue();
    return pieces;
  }

  /** Machin's formula: pi = 16 arctan 1/5 - 4 arctan 1/239. */
  private static BigDecimal pi(int digits) {
    BigInteger one = BigInteger.TEN.pow(digits + 10);
    BigInteger pi = arctanOfInverse(5, one).multiply(BigInteger.valueOf(16))
        .subtract(arctanOfInverse(239, one).multiply(BigInteger.valueOf(4)));
    return new BigDecimal(pi, digits + 10);
  }

  private static BigInteger arctanOfInverse(int q, BigInteger one) {
    BigInteger square = BigInteger.valueOf((long) q * q);
    BigInteger term = one.divide(BigInteger.valueOf(q));
    BigInteger sum = term;
    for (int k = 3; term.signum() != 0; k += 2) {
      term = term.divide(square).negate();
      sum = sum.add(term.divide(BigInteger.valueOf(k)));
    }
    return sum;
  }
}
