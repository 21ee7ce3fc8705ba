package ansatz.backend.jvm.internal.math;

/**
 * The uniform asymptotic expansion of the incomplete gamma function for large a (Temme 1979; DLMF 8.12).
 *
 * <p>With eta of the sign of x - a and a eta² / 2 = x - a - a log(x / a), and the smaller of P and 1 - P as R,
 * $$ R = e^{-a \eta^2 / 2} \left( \tfrac12 \operatorname{erfcx} \sqrt{a \eta^2 / 2} \pm
 * \frac{1}{\sqrt{2 \pi a}} \sum_{k=0}^{3} \frac{c_k(\eta)}{a^k} \right) . $$
 * The c are Taylor series, erfcx(z) = exp(z²) erfc(z) is a minimax polynomial in (z - 4) / (z + 4) over 1 + 2z.
 */
final class Temme {
  private static final double[][] C = {
    {-0.3333333333333333, 0.08333333333333333, -0.014814814814814815, 0.0011574074074074073, 0.0003527336860670194,
      -0.0001787551440329218, 3.919263178522438e-05, -2.185448510679992e-06, -1.85406221071516e-06,
      8.296711340953087e-07, -1.7665952736826078e-07, 6.707853543401498e-09, 1.0261809784240309e-08,
      -4.382036018453353e-09, 9.14769958223679e-10, -2.5514193994946248e-11, -5.830772132550426e-11,
      2.4361948020667415e-11},
    {-0.001851851851851852, -0.003472222222222222, 0.0026455026455026454, -0.0009902263374485596,
      0.00020576131687242798, -4.018775720164609e-07, -1.8098550334489977e-05, 7.64916091608111e-06,
      -1.6120900894563446e-06, 4.647127802807434e-09, 1.378633446915721e-07, -5.752545603517705e-08,
      1.1951628599778148e-08, -1.7543241719747647e-11},
    {0.004133597883597883, -0.0026813271604938273, 0.0007716049382716049, 2.0093878600823047e-06,
      -0.0001073665322636516, 5.2923448829120125e-05, -1.2760635188618728e-05, 3.423578734096138e-08,
      1.3721957309062934e-06, -6.298992138380055e-07},
    {0.0006494341563786008, 0.00022947209362139917, -0.0004691894943952557, 0.00026772063206283885,
      -7.561801671883977e-05, -2.396505113867297e-07}
  };
  private static final double[] ERFCX = {1.2329951186255526, -0.1396211168405631, 0.015379652102604542,
    0.06809705425475397, -0.10103906603548889, 0.093732834996535, -0.06633036582942403, 0.037167515560707076,
    -0.01619773387042728, 0.005031969828801577, -0.0007577744821234143, -0.000199256216252342, 0.0001506264055710304,
    -2.4399689758726025e-05, -1.1233966129220756e-05, 5.708119685141311e-06, 3.1282725780517346e-07,
    -8.192796563072402e-07, 5.6405900043830153e-08, 1.0141299531062679e-07, -8.59550925812608e-09,
    -8.559463761115888e-09};

  private Temme() {}

  /** P(a, x) for a from 10,000 up, given -a eta² / 2 in two words. */
  static <F, I, M> F igamma(Lanes<F, I, M> l, F a, F x, DoubleWord<F> exponent) {
    F one = l.constant(1);
    F zero = l.constant(0);
    M below = l.less(x, a);
    // Rounding may make the exponent of x = a positive.
    F square = l.atLeast(l.neg(l.add(exponent.high(), exponent.low())), 0);
    F z = l.sqrt(square);
    F magnitude = l.sqrt(l.div(l.add(square, square), a));
    F eta = l.select(below, l.neg(magnitude), magnitude);
    F sum = zero;
    for (int k = C.length - 1; k >= 0; k--)
      sum = l.add(l.div(sum, a), l.polynomial(eta, C[k]));
    F correction = l.div(sum, l.sqrt(l.mul(a, l.constant(2 * Math.PI))));
    F half = l.mul(erfcx(l, z), l.constant(0.5));
    F rest = l.mul(Exp.ofSum(l, exponent), l.select(below, l.sub(half, correction), l.add(half, correction)));
    // Far away nothing is left, and the exponent may have overflowed.
    F quarter = l.constant(0.25);
    F p = l.select(l.less(x, l.mul(a, quarter)), zero, l.select(below, rest, l.sub(one, rest)));
    return l.select(l.less(a, l.mul(x, quarter)), one, p);
  }

  private static <F, I, M> F erfcx(Lanes<F, I, M> l, F z) {
    F four = l.constant(4);
    F u = l.div(l.sub(z, four), l.add(z, four));
    return l.div(l.polynomial(u, ERFCX), l.fma(z, l.constant(2), l.constant(1)));
  }
}
