package ansatz.backend.jvm.internal.math;

/**
 * The natural logarithm to half as many places again, as the sum of two values.
 *
 * <p>With x = 2^n m as in {@link Log}, s = (m - 1) / (m + 1) and z = s²,
 * $$ \log x = n \ln 2 + 2s + s z \left( \tfrac23 + z P(z) \right), $$
 * where all but the minimax P is computed in two words.
 *
 * <p>Error: 2^-33 of the result in float32, 2^-64 in float64.
 *
 * <p>Cost: 73 instructions, two of them divisions.
 */
final class LogWord {
  private static final double[] P32 = {0.40000153f, 0.28547084f, 0.2341988f};
  private static final double[] P64 = {0.3999999999999998, 0.2857142857144386, 0.22222222217782878,
    0.18181818845094336, 0.15384558339366045, 0.13336268338226637, 0.11675696973020899, 0.11982484732878296};

  private LogWord() {}

  /** The logarithm of a positive x; that of zero is minus infinity, that of infinity infinity. */
  static <F, I, M> DoubleWord<F> log(Lanes<F, I, M> l, F x) {
    Log.Split<F> split = Log.split(l, x);
    DoubleWord<F> m = ofRest(l, split.m());
    F n = split.n();
    DoubleWord<F> whole = DoubleWord.product(l, n, l.constant(0.6931472f, 0.6931471805599453));
    F wholeRest = l.fma(n, l.constant(-1.9046542e-09f, 2.3190468138462996e-17), whole.low());
    DoubleWord<F> sum = DoubleWord.ordered(l, whole.high(), m.high());
    DoubleWord<F> log = DoubleWord.ordered(l, sum.high(), l.add(sum.low(), l.add(wholeRest, m.low())));

    F infinity = l.constant(Double.POSITIVE_INFINITY);
    F zero = l.constant(0);
    M finite = l.less(x, infinity);
    // Infinity and NaN have themselves for a logarithm.
    F high = l.select(l.equal(x, zero), l.neg(infinity), l.select(finite, log.high(), x));
    return new DoubleWord<>(high, l.select(l.both(l.less(zero, x), finite), log.low(), zero));
  }

  /** log m for m between the roots of 1/2 and 2. */
  private static <F> DoubleWord<F> ofRest(Lanes<F, ?, ?> l, F m) {
    F one = l.constant(1);
    DoubleWord<F> s = DoubleWord.quotient(l, l.sub(m, one), DoubleWord.ordered(l, one, m));
    DoubleWord<F> z = DoubleWord.product(l, s, s);
    F tail = l.mul(z.high(), l.polynomial(z.high(), l.wide() ? P64 : P32));
    DoubleWord<F> sum = DoubleWord.ordered(l, l.constant(0.6666667f, 0.6666666666666666), tail);
    DoubleWord<F> a = new DoubleWord<>(sum.high(),
        l.add(sum.low(), l.constant(-1.9868216e-08f, 3.700743415417188e-17)));
    DoubleWord<F> t = DoubleWord.product(l, s, DoubleWord.product(l, z, a));
    DoubleWord<F> log = DoubleWord.ordered(l, l.add(s.high(), s.high()), t.high());
    return new DoubleWord<>(log.high(), l.add(log.low(), l.add(l.add(s.low(), s.low()), t.low())));
  }
}
