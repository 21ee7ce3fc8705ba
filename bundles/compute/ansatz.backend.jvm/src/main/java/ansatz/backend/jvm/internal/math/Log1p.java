package ansatz.backend.jvm.internal.math;

/**
 * The logarithm of one plus x, also near zero.
 *
 * <p>With u the rounded sum 1 + x and d what rounding lost,
 * $$ \log(1 + x) = \log(u + d) \approx \log u + d / u . $$
 *
 * <p>Error: float32 1 ulp, float64 0.9 ulp.
 *
 * <p>Cost: 42 instructions in float32, one of them a division, 45 in float64, two of them divisions.
 */
public final class Log1p {
  private Log1p() {}

  public static <F, I, M> F log1p(Lanes<F, I, M> l, F x) {
    F one = l.constant(1);
    F u = l.add(one, x);
    F back = l.sub(u, one);
    F d = l.add(l.sub(one, l.sub(u, back)), l.sub(x, back));
    Log.Split<F> split = Log.split(l, u);
    F sum = Log.sum(l, split.n(), l.sub(split.m(), one), l.div(d, u));
    return l.select(l.equal(x, l.constant(0)), x, Log.special(l, u, sum));
  }
}
