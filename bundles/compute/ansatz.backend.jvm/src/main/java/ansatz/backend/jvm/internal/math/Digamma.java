package ansatz.backend.jvm.internal.math;

/**
 * The digamma function, the derivative of log Gamma; NaN at zero and the negative integers.
 *
 * <p>Arguments from 10 up take the asymptotic series, with minimax A,
 * $$ \psi(x) \approx \log x - \frac{1}{2x} - \frac{A(1/x^2)}{x^2} ; $$
 * smaller positive ones are brought between 1 and 2, where the root x0 is,
 * $$ \psi(x) = \psi(x - 1) + \frac{1}{x - 1}, \qquad \psi(x) \approx (x - x_0) (r + t R(t)), \; t = x - \tfrac32, \; 1 \le x \le 2 ; $$
 * and negative ones are reflected,
 * $$ \psi(-x) = \psi(x) + \frac{1}{x} + \frac{\pi}{\tan \pi x} . $$
 *
 * <p>Error: float32, computed in float64, 0.51 ulp; float64 1.1 ulp of the result for positive x, and 4 ulp of the largest
 * summand for negative x.
 *
 * <p>Cost: 310 instructions, 13 of them divisions, in float64 always.
 */
public final class Digamma {
  private static final double[] R = {-0.4236274212814606, 0.24054248424078717, -0.14840492305388142,
    0.09498872445285489, -0.06192213327546816, 0.04076083394317569, -0.026975796660066102, 0.017907248240840647,
    -0.011908220107001892, 0.00792702324672356, -0.0052799371778016226, 0.00351808951266329, -0.002345495761559749,
    0.0015634980453113287, -0.001036451669945, 0.0006903054528408251, -0.000485975831057847, 0.0003258166554924271,
    -0.00014475574041513997, 9.339598878784504e-05, -0.00017826092107647222, 0.00012110403893353754};
  private static final double[] A = {0.08333333333333276, -0.00833333333221893, 0.003968253240103096,
    -0.004166447249352121, 0.007542098328134949, -0.01850691719850597};

  private Digamma() {}

  public static <F, I, M> F digamma(Lanes<F, I, M> l, F x) {
    if (!l.wide())
      return l.inDouble(Digamma::digamma, x);
    F a = l.abs(x);
    F zero = l.constant(0);
    F one = l.constant(1);
    F inverse = l.div(one, a);
    M tiny = l.less(a, l.constant(0x1p-1000)); // there the inverse may overflow and is all that counts
    F positive = l.select(tiny, l.neg(inverse),
        l.select(l.less(a, l.constant(10)), small(l, a), large(l, a)));
    F rest = l.sub(a, Lgamma.rint(l, a));
    F pi = l.constant(Math.PI);
    F reflected = l.select(tiny, inverse,
        l.add(positive, l.add(inverse, l.div(pi, Tan.tan(l, l.mul(rest, pi))))));
    F negative = l.select(l.equal(rest, zero), l.constant(Double.NaN), reflected);
    return l.select(l.less(zero, x), positive, negative);
  }

  private static <F, I, M> F large(Lanes<F, I, M> l, F a) {
    F w = l.div(l.constant(1), a);
    F z = l.mul(w, w);
    return l.sub(Log.log(l, a), l.fma(w, l.constant(0.5), l.mul(z, l.polynomial(z, A))));
  }

  /** For positive numbers below 10. */
  private static <F, I, M> F small(Lanes<F, I, M> l, F a) {
    F one = l.constant(1);
    M below = l.less(a, one);
    F y = a;
    DoubleWord<F> inverse = inverse(l, a);
    F none = l.constant(0);
    F high = l.select(below, l.neg(inverse.high()), none);
    F low = l.select(below, l.neg(inverse.low()), none);
    for (int k = 1; k <= 8; k++) {
      F less = l.sub(a, l.constant(k));
      M further = l.lessOrEqual(one, less);
      DoubleWord<F> term = inverse(l, less);
      DoubleWord<F> sum = DoubleWord.sum(l, high, term.high());
      high = l.select(further, sum.high(), high);
      low = l.select(further, l.add(low, l.add(sum.low(), term.low())), low);
      y = l.select(further, less, y);
    }
    // Below 1, y stands for 1 + y: the shift goes into the constants.
    F fromRoot = l.sub(y, l.select(below, l.constant(0.46163214496836225), l.constant(1.4616321449683622)));
    F t = l.sub(y, l.select(below, l.constant(0.5), l.constant(1.5)));
    F rest = l.fma(t, l.polynomial(t, R), l.constant(4.330743078649653e-17));
    DoubleWord<F> product = DoubleWord.product(l, DoubleWord.ordered(l, fromRoot, l.constant(-9.549995429965697e-17)),
        DoubleWord.ordered(l, l.constant(0.9510558760318328), rest));
    DoubleWord<F> sum = DoubleWord.sum(l, high, product.high());
    return l.add(sum.high(), l.add(sum.low(), l.add(low, product.low())));
  }

  private static <F, I, M> DoubleWord<F> inverse(Lanes<F, I, M> l, F a) {
    F one = l.constant(1);
    F high = l.div(one, a);
    return new DoubleWord<>(high, l.mul(high, l.fma(l.neg(high), a, one)));
  }
}
