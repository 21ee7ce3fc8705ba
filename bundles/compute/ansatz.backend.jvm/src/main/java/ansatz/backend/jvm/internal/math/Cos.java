package ansatz.backend.jvm.internal.math;

/**
 * The cosine of an angle in radians, however large: the sine of what lies a quarter turn further, see {@link Sin}.
 *
 * <p>Error: float32 1.6 ulp, float64 0.8 ulp.
 *
 * <p>Cost: 30 instructions in float32, 50 in float64; more for huge angles, see {@link Sin}.
 */
public final class Cos {
  private Cos() {}

  public static <F, I, M> F cos(Lanes<F, I, M> l, F x) {
    return l.rarely(Quadrant.isFar(l, x), Cos::far, x, Sin.of(l, Quadrant.near(l, x), 1));
  }

  private static <F, I, M> F far(Lanes<F, I, M> l, F x) {
    return l.wide() ? Sin.of(l, Quadrant.far(l, x), 1) : l.inDouble(Cos::cos, x);
  }
}
