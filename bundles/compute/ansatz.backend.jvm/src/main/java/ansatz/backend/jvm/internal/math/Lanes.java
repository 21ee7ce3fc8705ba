package ansatz.backend.jvm.internal.math;

import java.util.List;

/**
 * The instructions in which the elementary functions are written, each once for all forms of code.
 *
 * <p>Every method stands for one exactly rounded instruction of plain Java and of {@code jdk.incubator.vector} alike, so
 * that a function has the same bits whoever executes it: an interpreter, a compiler, one value at a time or sixteen.
 * Implementations compute ({@link FloatLanes}, {@link DoubleLanes}) or write code that does. Which bits a NaN has is
 * not specified.
 *
 * <p>Lanes are float32, or float64 where {@link #wide}; integer lanes are as long as the floating ones.
 *
 * @param <F> floating lanes
 * @param <I> integer lanes
 * @param <M> a truth value a lane
 */
public interface Lanes<F, I, M> {
  /** Whether lanes hold float64, not float32. */
  boolean wide();

  /** The value, rounded to the lanes' precision, in every lane. */
  F constant(double value);

  F add(F a, F b);

  F sub(F a, F b);

  F mul(F a, F b);

  F div(F a, F b);

  /** a b + c, rounded once. */
  F fma(F a, F b, F c);

  F neg(F a);

  F abs(F a);

  F sqrt(F a);

  /** a &lt; b; false for NaN. */
  M less(F a, F b);

  /** a &lt;= b; false for NaN. */
  M lessOrEqual(F a, F b);

  /** a = b; false for NaN, and the two zeros are equal. */
  M equal(F a, F b);

  M both(M a, M b);

  M either(M a, M b);

  M not(M a);

  F select(M condition, F yes, F no);

  /** The IEEE 754 representation. */
  I bits(F a);

  /** The number that has this representation. */
  F fromBits(I a);

  /** The value, cut to the lanes' length, in every lane. */
  I integer(long value);

  /** a + b modulo the lanes' length. */
  I plus(I a, I b);

  /** a - b modulo the lanes' length. */
  I minus(I a, I b);

  I and(I a, I b);

  I or(I a, I b);

  I xor(I a, I b);

  I shiftLeft(I a, int places);

  /** Zeros come in from the left. */
  I shiftRight(I a, int places);

  /**
   * {@code usual}, but {@code rare} of x in the lanes where the condition holds: hardly ever, and then at any cost. The
   * function may be called for any x of its domain, wanted or not.
   */
  F rarely(M condition, Unary rare, F x, F usual);

  /** The function in float64 whatever these lanes are, rounded to their precision. */
  F inDouble(Unary function, F x);

  /** As {@link #inDouble(Unary, Object)}. */
  F inDouble(Binary function, F x, F y);

  /** The element at a lane's index, which is within the table; costs a memory access a lane. */
  F lookup(double[] table, I index);

  /**
   * Repeats a step for k = 0, 1, … &lt; {@code most}, as long as it goes on in any lane. A lane in which a step does not
   * go on takes that step's values and keeps them.
   */
  List<F> iterate(int most, List<F> start, Step<F, M> step);

  /** One round of {@link #iterate}. */
  interface Step<F, M> {
    Round<F, M> apply(F k, List<F> values);
  }

  /** What a step leaves. */
  record Round<F, M>(List<F> values, M goesOn) {}

  /** A function of one variable, as {@code Exp::exp}. */
  interface Unary {
    <F, I, M> F apply(Lanes<F, I, M> lanes, F x);
  }

  /** A function of two variables, as {@code Pow::pow}. */
  interface Binary {
    <F, I, M> F apply(Lanes<F, I, M> lanes, F x, F y);
  }

  /** The value of the one or the other precision. */
  default F constant(double narrow, double wide) {
    return constant(wide() ? wide : narrow);
  }

  /** Places of the fraction: 23 or 52. */
  default int fraction() {
    return wide() ? 52 : 23;
  }

  /** NaN becomes true. */
  default M isNaN(F a) {
    return not(equal(a, a));
  }

  /** The larger, but NaN stays NaN. */
  default F atLeast(F a, double bound) {
    return select(less(a, constant(bound)), constant(bound), a);
  }

  /** The smaller, but NaN stays NaN. */
  default F atMost(F a, double bound) {
    return select(less(constant(bound), a), constant(bound), a);
  }

  /** The sign bit alone. */
  default I signBit(F a) {
    return and(bits(a), integer(wide() ? Long.MIN_VALUE : Integer.MIN_VALUE));
  }

  /** The first's magnitude with the sign bit, if any, turned: a times -1 where the bit is set. */
  default F flip(F a, I signBit) {
    return fromBits(xor(bits(a), signBit));
  }

  /** c0 + c1 x + c2 x² + … by Horner's rule. */
  default F polynomial(F x, double... c) {
    F sum = constant(c[c.length - 1]);
    for (int k = c.length - 2; k >= 0; k--)
      sum = fma(sum, x, constant(c[k]));
    return sum;
  }
}
