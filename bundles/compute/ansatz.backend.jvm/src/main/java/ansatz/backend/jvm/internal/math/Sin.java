package ansatz.backend.jvm.internal.math;

/**
 * The sine of an angle in radians, however large.
 *
 * <p>With the angle's {@link Quadrant} n and rest r, and minimax S and C,
 * $$ \sin r \approx r + r^3 S(r^2), \qquad \cos r \approx 1 - \tfrac12 r^2 + r^4 C(r^2), $$
 * of which n selects one and its sign.
 *
 * <p>Error: float32 1.6 ulp, float64 0.8 ulp.
 *
 * <p>Cost: 32 instructions in float32, 52 in float64; some 10 times as many beyond 2^15 in float32, 2^40 in float64.
 */
public final class Sin {
  private static final double[] S32 = {-0.16666654f, 0.008332106f, -1.9507864e-04f};
  private static final double[] C32 = {0.041666646f, -0.0013887308f, 2.4432102e-05f};
  private static final double[] S64 = {-0.1666666666666663, 0.008333333333321842, -0.00019841269829361542,
    2.755731354000822e-06, -2.5050734614298706e-08, 1.5895441246287767e-10};
  private static final double[] C64 = {0.04166666666666659, -0.0013888888888872186, 2.4801587288295386e-05,
    -2.755731401511987e-07, 2.087567808445095e-09, -1.1357337333813314e-11};

  private Sin() {}

  public static <F, I, M> F sin(Lanes<F, I, M> l, F x) {
    F near = of(l, Quadrant.near(l, x), 0);
    return l.select(l.equal(x, l.constant(0)), x, l.rarely(Quadrant.isFar(l, x), Sin::far, x, near));
  }

  private static <F, I, M> F far(Lanes<F, I, M> l, F x) {
    return l.wide() ? of(l, Quadrant.far(l, x), 0) : l.inDouble(Sin::sin, x);
  }

  /** The sine of an angle that lies so many quarter turns further. */
  static <F, I, M> F of(Lanes<F, I, M> l, Quadrant<F, I> angle, int turns) {
    Parts<F> parts = parts(l, angle);
    I n = l.plus(angle.n(), l.integer(turns));
    M odd = Quadrant.isOdd(l, n);
    // Bit 1 of n is the sign.
    I sign = l.and(l.shiftLeft(n, l.wide() ? 62 : 30), l.signBit(l.constant(-0.0)));
    return l.flip(l.add(l.select(odd, parts.cos, parts.sin), l.select(odd, parts.cosRest, parts.sinRest)), sign);
  }

  /** Sine and cosine of the rest, each as a large and a small summand. */
  record Parts<F>(F sin, F sinRest, F cos, F cosRest) {}

  static <F, I, M> Parts<F> parts(Lanes<F, I, M> l, Quadrant<F, I> angle) {
    F r = angle.r();
    F z = l.mul(r, r);
    F half = l.mul(z, l.constant(0.5));
    F s = l.mul(l.mul(r, z), l.polynomial(z, l.wide() ? S64 : S32));
    F c = l.mul(l.mul(z, z), l.polynomial(z, l.wide() ? C64 : C32));
    F one = l.constant(1);
    F w = l.sub(one, half);
    if (l.wide()) {
      s = l.add(s, l.fma(l.neg(half), angle.rho(), angle.rho()));
      c = l.add(l.sub(l.sub(one, w), half), l.fma(l.neg(r), angle.rho(), c));
    }
    return new Parts<>(r, s, w, c);
  }
}
