package ansatz.backend.jvm.internal.math;

/**
 * The angle of the point (x, y) with the x axis, between -pi and pi; signs of zeros count.
 *
 * <p>With q the smaller of |x| and |y| over the larger,
 * $$ \arctan q \approx q + q^3 A(q^2), $$
 * from which the angle follows by symmetry. A is minimax on [0, 1].
 *
 * <p>Error: float32 1.5 ulp, float64 1.5 ulp.
 *
 * <p>Cost: 42 instructions in float32, 54 in float64, one of them a division.
 */
public final class Atan2 {
  private static final double[] A32 = {-0.333333f, 0.1999853f, -0.14264016f, 0.10950872f, -0.08399239f, 0.05787926f,
    -0.031093687f, 0.010866179f, -0.0017820741f};
  private static final double[] A64 = {-0.33333333333333287, 0.1999999999999063, -0.14285714285043533,
    0.11111111086539928, -0.09090908546963933, 0.07692299685761365, -0.06666583320223948, 0.05881712572384854,
    -0.05259412211945348, 0.0474483226588821, -0.04286086314985501, 0.03820255265451203, -0.032771231502747945,
    0.026131064941343728, -0.018591365420686963, 0.011298569629671898, -0.005600641774856951, 0.002146466914835841,
    -0.0005914152115832386, 0.00010362376107822438, -8.636574812698108e-06};

  private Atan2() {}

  public static <F, I, M> F atan2(Lanes<F, I, M> l, F y, F x) {
    F ax = l.abs(x);
    F ay = l.abs(y);
    F zero = l.constant(0);
    F one = l.constant(1);
    M steep = l.less(ax, ay);
    F q = ratio(l, l.select(steep, ax, ay), l.select(steep, ay, ax));
    F z = l.mul(q, q);
    F rest = l.mul(l.mul(q, z), l.polynomial(z, l.wide() ? A64 : A32));

    M left = l.less(l.flip(one, l.signBit(x)), zero);
    F quarters = l.select(steep, one, l.select(left, l.constant(2), zero));
    // Steep and left, or neither: the angle grows with q.
    I sign = l.xor(l.signBit(x), l.bits(l.select(steep, l.constant(-0.0), zero)));
    F piHalf = l.constant(1.5707964f, 1.5707963267948966);
    F piHalfRest = l.constant(-4.371139e-08f, 6.123233995736766e-17);
    DoubleWord<F> sum = DoubleWord.ordered(l, l.mul(piHalf, quarters), l.flip(q, sign));
    F angle = l.add(sum.high(), l.add(sum.low(), l.fma(piHalfRest, quarters, l.flip(rest, sign))));
    return l.flip(angle, l.signBit(y));
  }

  /** small / large, but 0 / 0 = 0 and infinity over infinity is 1. */
  private static <F, I, M> F ratio(Lanes<F, I, M> l, F small, F large) {
    F infinity = l.constant(Double.POSITIVE_INFINITY);
    F q = l.select(l.both(l.equal(small, infinity), l.equal(large, infinity)), l.constant(1), l.div(small, large));
    return l.select(l.equal(large, l.constant(0)), small, q);
  }
}
