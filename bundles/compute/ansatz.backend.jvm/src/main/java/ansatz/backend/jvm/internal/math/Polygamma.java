package ansatz.backend.jvm.internal.math;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.util.Arrays;
import java.util.List;

/**
 * The polygamma functions, the derivatives of {@link Digamma}; at zero and the negative integers infinite for odd order,
 * NaN for even order.
 *
 * <p>For order n from 1 up, by the Euler-Maclaurin formula with X = x + N, the first of x, x + 1, … to reach 11 + n,
 * $$ \psi^{(n)}(x) = (-1)^{n+1} n! \sum_{k=0}^{\infty} \frac{1}{(x + k)^{n+1}} \approx (-1)^{n+1} n! \left(
 * \sum_{k=0}^{N-1} \frac{1}{(x + k)^{n+1}} + X^{-n} \left( \frac1n + \frac1{2X} +
 * \sum_{j=1}^{12} \frac{B_{2j}}{(2j)!} \frac{(n+1) \cdots (n+2j-1)}{X^{2j}} \right) \right) ; $$
 * negative arguments are reflected, with the derivatives of the cotangent, which are polynomials in it,
 * $$ \psi^{(n)}(x) = (-1)^n \psi^{(n)}(1 - x) - \pi \frac{d^n}{dx^n} \cot \pi x . $$
 *
 * <p>Error: float32, computed in float64, 0.51 ulp; float64 2.2 ulp for positive x and 10 + n ulp of the larger
 * summand for negative x.
 *
 * <p>Cost: a power (see {@link Pow}) for each of the N + 1 terms, in float64 always.
 *
 * <p>Orders are from 0 to 130.
 */
public final class Polygamma implements Lanes.Unary {
  private static final long[] NUMERATORS = {1, -1, 1, -1, 5, -691, 7, -3617, 43_867, -174_611, 854_513, -236_364_091};
  private static final long[] DENOMINATORS = {6, 30, 42, 30, 66, 2730, 6, 510, 798, 330, 138, 2730};

  private final int order;
  /** c and F of n! / y^n = F (y / c)^-n; c is a power of two near the n-th root of n!, so that no factor overflows. */
  private final double c;
  private final double f;
  /** F (1/n, 1/2, 0, B2 (n+1) / 2!, 0, B4 (n+1)(n+2)(n+3) / 4!, …), of which the zeros are left out. */
  private final double[] eulerMaclaurin;
  /** Of the n-th derivative of pi cot pi x as a polynomial in cot pi x; every other one, for they are zero. */
  private final double[] cotangent;

  public Polygamma(int order) {
    if (order < 0 || order > 130)
      throw new IllegalArgumentException("polygamma has order 0 to 130, not " + order);
    this.order = order;
    BigInteger factorial = factorial(order);
    int places = Math.round((float) factorial.bitLength() / Math.max(order, 1));
    c = Math.scalb(1.0, places);
    BigDecimal exact = new BigDecimal(factorial).divide(new BigDecimal(BigInteger.TWO.pow(places * order)));
    f = exact.doubleValue();
    eulerMaclaurin = eulerMaclaurin(order, exact);
    cotangent = cotangent(order);
  }

  private static double[] eulerMaclaurin(int order, BigDecimal f) {
    double[] terms = new double[NUMERATORS.length + 2];
    terms[0] = f.divide(BigDecimal.valueOf(Math.max(order, 1)), MathContext.DECIMAL128).doubleValue();
    terms[1] = f.divide(BigDecimal.TWO).doubleValue();
    for (int j = 1; j <= NUMERATORS.length; j++) {
      BigDecimal rising = new BigDecimal(factorial(order + 2 * j - 1).divide(factorial(order)));
      BigDecimal below = new BigDecimal(factorial(2 * j)).multiply(BigDecimal.valueOf(DENOMINATORS[j - 1]));
      terms[j + 1] = f.multiply(rising).multiply(BigDecimal.valueOf(NUMERATORS[j - 1]))
          .divide(below, MathContext.DECIMAL128).doubleValue();
    }
    return terms;
  }

  private static BigInteger factorial(int n) {
    BigInteger product = BigInteger.ONE;
    for (int k = 2; k <= n; k++)
      product = product.multiply(BigInteger.valueOf(k));
    return product;
  }

  /** P_0 = c and P_(k+1) = -(1 + c²) P_k', of which all terms have one sign. */
  private static double[] cotangent(int order) {
    BigInteger[] p = {BigInteger.ZERO, BigInteger.ONE};
    for (int k = 0; k < order; k++) {
      BigInteger[] next = new BigInteger[p.length + 1];
      Arrays.fill(next, BigInteger.ZERO);
      for (int i = 1; i < p.length; i++) {
        BigInteger derivative = p[i].multiply(BigInteger.valueOf(-i));
        next[i - 1] = next[i - 1].add(derivative);
        next[i + 1] = next[i + 1].add(derivative);
      }
      p = next;
    }
    int parity = (order + 1) % 2;
    double[] coefficients = new double[(p.length + 1 - parity) / 2];
    for (int i = 0; i < coefficients.length; i++)
      coefficients[i] = p[2 * i + parity].doubleValue() * StrictMath.pow(Math.PI, order + 1);
    return coefficients;
  }

  @Override
  public <F, I, M> F apply(Lanes<F, I, M> l, F x) {
    if (order == 0)
      return Digamma.digamma(l, x);
    return l.wide() ? wide(l, x) : l.inDouble(this, x);
  }

  private <F, I, M> F wide(Lanes<F, I, M> l, F x) {
    M negative = l.lessOrEqual(x, l.constant(0));
    F positive = positive(l, l.select(negative, l.sub(l.constant(1), x), x));
    F reflected = l.sub(order % 2 == 1 ? l.neg(positive) : positive, ofCotangent(l, x));
    return l.select(negative, reflected, positive);
  }

  private <F, I, M> F positive(Lanes<F, I, M> l, F x) {
    F one = l.constant(1);
    F zero = l.constant(0);
    F far = l.constant(11 + order);
    List<F> end = l.iterate(12 + order, List.of(zero, zero, zero), (k, v) -> {
      DoubleWord<F> y = DoubleWord.sum(l, x, k);
      M near = l.less(y.high(), far);
      F term = l.div(l.mul(power(l, y, order + 1), l.constant(f)), y.high());
      DoubleWord<F> sum = DoubleWord.sum(l, v.get(1), term);
      F count = l.select(near, l.add(k, one), v.get(0));
      return new Lanes.Round<>(List.of(count, l.select(near, sum.high(), v.get(1)),
          l.select(near, l.add(v.get(2), sum.low()), v.get(2))), near);
    });
    DoubleWord<F> y = DoubleWord.sum(l, x, end.get(0));
    F w = l.div(one, y.high());
    F series = l.polynomial(l.mul(w, w), Arrays.copyOfRange(eulerMaclaurin, 2, eulerMaclaurin.length));
    F bracket = l.fma(w, l.fma(w, series, l.constant(eulerMaclaurin[1])), l.constant(eulerMaclaurin[0]));
    F tail = l.mul(power(l, y, order), bracket);
    F sum = finite(l, end.get(1), l.add(end.get(1), l.add(end.get(2), tail)));
    F magnitude = l.select(l.equal(x, l.constant(Double.POSITIVE_INFINITY)), zero, sum);
    return order % 2 == 1 ? magnitude : l.neg(magnitude);
  }

  /** (y / c)^-n, corrected for y's second word as y^-m has to be. */
  private <F, I, M> F power(Lanes<F, I, M> l, DoubleWord<F> y, int m) {
    F power = Pow.pow(l, l.mul(y.high(), l.constant(1 / c)), l.constant(-order));
    return finite(l, power, l.fma(power, l.mul(l.div(y.low(), y.high()), l.constant(-m)), power));
  }

  /** The corrected value, but the raw one where that is infinite already. */
  private static <F, I, M> F finite(Lanes<F, I, M> l, F raw, F corrected) {
    return l.select(l.equal(l.abs(raw), l.constant(Double.POSITIVE_INFINITY)), raw, corrected);
  }

  /** pi d^n/dx^n cot pi x; at integers minus infinity for odd n, NaN for even n. */
  private <F, I, M> F ofCotangent(Lanes<F, I, M> l, F x) {
    F a = l.abs(x);
    F rest = l.flip(l.sub(a, Lgamma.rint(l, a)), l.signBit(x));
    F cot = l.div(l.constant(1), Tan.tan(l, l.mul(rest, l.constant(Math.PI))));
    F even = l.polynomial(l.mul(cot, cot), cotangent);
    boolean odd = order % 2 == 1;
    F atPole = l.constant(odd ? Double.NEGATIVE_INFINITY : Double.NaN);
    return l.select(l.equal(rest, l.constant(0)), atPole, odd ? even : l.mul(cot, even));
  }
}
