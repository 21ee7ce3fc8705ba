package ansatz.backend.jvm.internal.math;

/**
 * The logarithm of the magnitude of the gamma function; infinite at 0 and the negative integers.
 *
 * <p>Arguments from 8.5 up take Stirling's series, with minimax S,
 * $$ \log \Gamma(x) \approx (x - \tfrac12)(\log x - 1) + \tfrac12 \log 2\pi - \tfrac12 + \frac{S(1/x^2)}{x} ; $$
 * smaller positive ones are brought near 2 by the factors of p, where R is minimax,
 * $$ \log \Gamma(x) = \pm \log p + \log \Gamma(2 + d), \qquad \log \Gamma(2 + d) \approx (1 - \gamma) d + d^2 (r + d R(d)), \; -0.55 \le d \le \tfrac12 ; $$
 * and negative ones are reflected,
 * $$ \log |\Gamma(-x)| = -\log \frac{|\sin \pi x|}{\pi} - \log x - \log \Gamma(x) . $$
 *
 * <p>Error: float32, computed in float64, 0.51 ulp; float64 1.6 ulp of the result for positive x, and 2 ulp of the largest
 * summand for negative x.
 *
 * <p>Cost: 330 instructions, 6 of them divisions, in float64 always.
 */
public final class Lgamma {
  private static final double[] R = {-0.06735230105319895, 0.020580808427781438,
    -0.00738555102856418, 0.0028905103309642996, -0.0011927539165107947, 0.000509669517520069,
    -0.0002231546563392403, 9.945764058261124e-05, -4.492744361031947e-05, 2.0505875973832266e-05,
    -9.431091641845474e-06, 4.383330577008903e-06, -2.073748321040987e-06, 9.234993271672463e-07,
    -3.6966347862147576e-07, 2.752342666078629e-07, -1.8730848111794004e-07};
  private static final double[] S = {0.08333333333333322, -0.0027777777775419375, 0.0007936506560549026,
    -0.0005952035525382373, 0.0008375032175474067, -0.001661774350115434};

  private Lgamma() {}

  public static <F, I, M> F lgamma(Lanes<F, I, M> l, F x) {
    if (!l.wide())
      return l.inDouble(Lgamma::lgamma, x);
    F a = l.abs(x);
    F infinity = l.constant(Double.POSITIVE_INFINITY);
    F positive = positive(l, a);
    F rest = l.abs(l.sub(a, rint(l, a)));
    F sine = l.div(Sin.sin(l, l.mul(rest, l.constant(Math.PI))), l.constant(Math.PI));
    F negative = l.select(l.equal(rest, l.constant(0)), infinity,
        l.neg(l.add(l.add(positive, Log.log(l, a)), Log.log(l, sine))));
    M infinite = l.either(l.equal(a, l.constant(0)), l.equal(a, infinity));
    return l.select(infinite, infinity, l.select(l.less(x, l.constant(0)), negative, positive));
  }

  /** The nearest integer to what is not negative. */
  static <F, I, M> F rint(Lanes<F, I, M> l, F a) {
    F magic = l.constant(0x1p52);
    return l.select(l.less(a, magic), l.sub(l.add(a, magic), magic), a);
  }

  /** The logarithm of the gamma function of a positive number. */
  private static <F, I, M> F positive(Lanes<F, I, M> l, F a) {
    F one = l.constant(1);
    M below = l.less(a, l.constant(1.45));
    F p = one;
    F near = l.select(l.less(a, l.constant(0.5)), l.constant(0),
        l.select(below, one, l.constant(2)));
    for (int k = 1; k <= 6; k++) {
      M further = l.lessOrEqual(l.constant(k + 1.5), a);
      p = l.select(further, l.mul(p, l.sub(a, l.constant(k))), p);
      near = l.select(further, l.constant(k + 2), near);
    }
    p = l.select(below, l.select(l.less(a, l.constant(0.5)), l.fma(a, a, a), a), p);
    M large = l.lessOrEqual(l.constant(8.5), a);
    DoubleWord<F> log = LogWord.log(l, l.select(large, a, p));

    F d = l.sub(a, near);
    DoubleWord<F> core = nearTwo(l, d);
    I sign = l.bits(l.select(below, l.constant(-0.0), l.constant(0)));
    DoubleWord<F> sum = DoubleWord.sum(l, l.flip(log.high(), sign), core.high());
    F small = l.add(sum.high(), l.add(sum.low(), l.add(l.flip(log.low(), sign), core.low())));
    return l.select(large, stirling(l, a, log), small);
  }

  /** log Gamma(2 + d). */
  private static <F, I, M> DoubleWord<F> nearTwo(Lanes<F, I, M> l, F d) {
    DoubleWord<F> linear = DoubleWord.product(l, d, l.constant(0.42278433509846713));
    DoubleWord<F> r = DoubleWord.ordered(l, l.constant(0.3224670334241132), l.mul(d, l.polynomial(d, R)));
    DoubleWord<F> curved = DoubleWord.product(l, DoubleWord.product(l, d, d), r);
    DoubleWord<F> core = DoubleWord.ordered(l, linear.high(), curved.high());
    F low = l.add(l.fma(d, l.constant(4.942915152430645e-18), linear.low()), curved.low());
    return new DoubleWord<>(core.high(), l.add(core.low(), low));
  }

  private static <F, I, M> F stirling(Lanes<F, I, M> l, F a, DoubleWord<F> log) {
    DoubleWord<F> less = DoubleWord.ordered(l, log.high(), l.constant(-1));
    DoubleWord<F> factor = new DoubleWord<>(less.high(), l.add(less.low(), log.low()));
    F half = l.sub(a, l.constant(0.5));
    DoubleWord<F> product = DoubleWord.product(l, half, factor.high());
    F tail = l.fma(half, factor.low(), product.low());
    F rest = l.add(l.constant(0.41893853320467274), correction(l, a));
    F infinity = l.constant(Double.POSITIVE_INFINITY);
    return l.select(l.equal(product.high(), infinity), infinity, l.add(product.high(), l.add(tail, rest)));
  }

  /** What Stirling's formula lacks, for x from 8.5 up. */
  static <F, I, M> F correction(Lanes<F, I, M> l, F x) {
    F w = l.div(l.constant(1), x);
    return l.mul(w, l.polynomial(l.mul(w, w), S));
  }
}
