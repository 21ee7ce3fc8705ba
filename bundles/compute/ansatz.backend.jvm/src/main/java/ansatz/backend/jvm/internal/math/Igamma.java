package ansatz.backend.jvm.internal.math;

import java.util.List;

/**
 * The regularised lower incomplete gamma function P(a, x); NaN unless a &gt; 0 and x &gt;= 0.
 *
 * <p>Below x = a + 1 by the series, above by the continued fraction of 1 - P in Lentz's form, and from a = 10,000 up by
 * {@link Temme}'s expansion,
 * $$ P(a, x) = D \sum_{n=0}^{\infty} \frac{x^n}{(a + 1) \cdots (a + n)}, \qquad
 * 1 - P(a, x) = a D \, \cfrac{1}{x + 1 - a - \cfrac{1 (1 - a)}{x + 3 - a - \cdots}}, \qquad
 * D = \frac{x^a e^{-x}}{\Gamma(a + 1)} . $$
 * The logarithm of D is computed in two words.
 *
 * <p>Error: float32, computed in float64, 0.51 ulp; float64 20 ulp.
 *
 * <p>Cost: some 700 instructions and 10 for each term, of which there are at most 9 times the root of a; in float64
 * always.
 */
public final class Igamma {
  private static final double LARGE = 10_000;
  private static final int LONGEST = 2_000;
  private static final double ENOUGH = 0x1p-56;

  private Igamma() {}

  public static <F, I, M> F igamma(Lanes<F, I, M> l, F a, F x) {
    if (!l.wide())
      return l.inDouble(Igamma::igamma, a, x);
    F zero = l.constant(0);
    F one = l.constant(1);
    F infinity = l.constant(Double.POSITIVE_INFINITY);
    M large = l.lessOrEqual(l.constant(LARGE), a);
    M below = l.less(x, l.add(a, one));
    DoubleWord<F> power = power(l, a, x);
    F d = l.mul(Exp.ofSum(l, power), factor(l, a));
    F lower = l.mul(d, series(l, a, x, l.both(below, l.not(large))));
    F upper = l.sub(one, l.mul(l.mul(d, a), fraction(l, a, x, l.not(l.either(below, large)))));
    F p = l.select(large, Temme.igamma(l, a, x, power), l.select(below, lower, upper));

    F ends = l.select(l.equal(x, zero), zero, l.select(l.equal(x, infinity), one, p));
    M oneIsFinite = l.either(l.less(a, infinity), l.less(x, infinity));
    M defined = l.both(l.both(l.less(zero, a), l.lessOrEqual(zero, x)), oneIsFinite);
    return l.select(defined, ends, l.constant(Double.NaN));
  }

  /**
   * a log x - x - log Gamma(a + 1), but from a = 8.5 up a log(x / a) + a - x, which is left when Stirling's formula is
   * taken away.
   */
  private static <F, I, M> DoubleWord<F> power(Lanes<F, I, M> l, F a, F x) {
    F one = l.constant(1);
    M stirling = isLarge(l, a);
    F divisor = l.select(stirling, a, one);
    DoubleWord<F> ratio = DoubleWord.quotient(l, x, new DoubleWord<>(divisor, l.constant(0)));
    DoubleWord<F> log = LogWord.log(l, ratio.high());
    F low = l.add(log.low(), l.div(ratio.low(), ratio.high()));
    DoubleWord<F> product = DoubleWord.product(l, new DoubleWord<>(a, l.constant(0)),
        new DoubleWord<>(log.high(), low));
    DoubleWord<F> rest = DoubleWord.sum(l, l.select(stirling, a, l.neg(Lgamma.lgamma(l, l.add(a, one)))), l.neg(x));
    DoubleWord<F> sum = DoubleWord.sum(l, product.high(), rest.high());
    return new DoubleWord<>(sum.high(), l.add(sum.low(), l.add(product.low(), rest.low())));
  }

  /** What {@link #power} leaves out: exp(-correction) / sqrt(2 pi a) from 8.5 up, else 1. */
  private static <F, I, M> F factor(Lanes<F, I, M> l, F a) {
    F correction = Exp.exp(l, l.neg(Lgamma.correction(l, a)));
    F stirling = l.div(correction, l.sqrt(l.mul(a, l.constant(2 * Math.PI))));
    return l.select(isLarge(l, a), stirling, l.constant(1));
  }

  private static <F, I, M> M isLarge(Lanes<F, I, M> l, F a) {
    return l.lessOrEqual(l.constant(8.5), a);
  }

  private static <F, I, M> F series(Lanes<F, I, M> l, F a, F x, M wanted) {
    F one = l.constant(1);
    return l.iterate(LONGEST, List.of(one, one), (k, v) -> {
      F term = l.mul(v.get(0), l.div(x, l.add(a, l.add(k, one))));
      F sum = l.add(v.get(1), term);
      M goesOn = l.both(wanted, l.less(l.mul(sum, l.constant(ENOUGH)), term));
      return new Lanes.Round<>(List.of(term, sum), goesOn);
    }).get(1);
  }

  private static <F, I, M> F fraction(Lanes<F, I, M> l, F a, F x, M wanted) {
    F one = l.constant(1);
    F first = l.add(l.sub(x, a), one);
    F inverse = l.div(one, first);
    return l.iterate(LONGEST, List.of(l.constant(1e300), inverse, inverse), (k, v) -> {
      F i = l.add(k, one);
      F numerator = l.mul(i, l.sub(a, i));
      F b = l.add(first, l.add(i, i));
      F d = l.div(one, l.fma(numerator, v.get(1), b));
      F c = l.add(b, l.div(numerator, v.get(0)));
      F change = l.mul(c, d);
      M goesOn = l.both(wanted, l.less(l.constant(ENOUGH), l.abs(l.sub(change, one))));
      return new Lanes.Round<>(List.of(c, d, l.mul(v.get(2), change)), goesOn);
    }).get(2);
  }
}
