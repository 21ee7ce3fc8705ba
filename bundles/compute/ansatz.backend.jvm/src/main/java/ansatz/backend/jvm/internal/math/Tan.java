package ansatz.backend.jvm.internal.math;

/**
 * The tangent of an angle in radians, however large.
 *
 * <p>With the angle's {@link Quadrant} n and rest r,
 * $$ \tan x = \frac{\sin r}{\cos r} \; (n \text{ even}), \qquad \tan x = -\frac{\cos r}{\sin r} \; (n \text{ odd}) . $$
 *
 * <p>Error: float32 2.5 ulp, float64 1 ulp.
 *
 * <p>Cost: 42 instructions in float32, 62 in float64, two of them divisions.
 */
public final class Tan {
  private Tan() {}

  public static <F, I, M> F tan(Lanes<F, I, M> l, F x) {
    F near = of(l, Quadrant.near(l, x));
    return l.select(l.equal(x, l.constant(0)), x, l.rarely(Quadrant.isFar(l, x), Tan::far, x, near));
  }

  private static <F, I, M> F far(Lanes<F, I, M> l, F x) {
    return l.wide() ? of(l, Quadrant.far(l, x)) : l.inDouble(Tan::tan, x);
  }

  private static <F, I, M> F of(Lanes<F, I, M> l, Quadrant<F, I> angle) {
    Sin.Parts<F> p = Sin.parts(l, angle);
    M odd = Quadrant.isOdd(l, angle.n());
    DoubleWord<F> over = DoubleWord.ordered(l, l.select(odd, p.cos(), p.sin()),
        l.select(odd, p.cosRest(), p.sinRest()));
    DoubleWord<F> under = DoubleWord.ordered(l, l.select(odd, p.sin(), p.cos()),
        l.select(odd, p.sinRest(), p.cosRest()));
    F q = l.div(over.high(), under.high());
    F left = l.add(l.fma(l.neg(q), under.high(), over.high()), l.fma(l.neg(q), under.low(), over.low()));
    return l.flip(l.add(q, l.div(left, under.high())), l.shiftLeft(angle.n(), l.wide() ? 63 : 31));
  }
}
