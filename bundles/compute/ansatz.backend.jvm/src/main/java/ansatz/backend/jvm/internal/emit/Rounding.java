package ansatz.backend.jvm.internal.emit;

import ansatz.backend.jvm.internal.math.Lanes;

/**
 * To integers, in the floating type.
 *
 * <p>Below 2^23, or 2^52, adding that number rounds to nearest even; above, every number is an integer:
 * $$ \operatorname{round} |x| = (|x| + 2^{p}) - 2^{p} . $$
 */
final class Rounding {
  private Rounding() {}

  static <F, I, M> F round(Lanes<F, I, M> l, F x) {
    F large = l.constant(0x1p23, 0x1p52);
    F a = l.abs(x);
    F rounded = l.sub(l.add(a, large), large);
    return l.select(l.less(a, large), l.flip(rounded, l.signBit(x)), x);
  }

  static <F, I, M> F floor(Lanes<F, I, M> l, F x) {
    F near = round(l, x);
    return l.select(l.less(x, near), l.sub(near, l.constant(1)), near);
  }

  /** With -0.0 where the result is zero and x is negative. */
  static <F, I, M> F ceil(Lanes<F, I, M> l, F x) {
    return l.neg(floor(l, l.neg(x)));
  }
}
