package ansatz.backend.jvm.internal.math;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.math.BigDecimal;
import java.util.Random;
import java.util.function.DoublePredicate;
import java.util.stream.DoubleStream;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import org.junit.jupiter.api.Test;

/** What is expected of every function of one variable. */
abstract class AbstractUnaryTest {
  private static final FloatLanes FLOATS = new FloatLanes();
  private static final DoubleLanes DOUBLES = new DoubleLanes();
  private static final double[] SPECIAL = {0, -0.0, 1, -1, 0.5, -0.5, 2, -2, Double.POSITIVE_INFINITY,
    Double.NEGATIVE_INFINITY, Double.NaN, Double.MIN_VALUE, -Double.MIN_VALUE, Double.MIN_NORMAL, Double.MAX_VALUE,
    -Double.MAX_VALUE, Float.MIN_VALUE, Float.MIN_NORMAL, Float.MAX_VALUE, -Float.MAX_VALUE};

  private final String name;
  private final Lanes.Unary function;
  private final double narrowBound;
  private final double wideBound;

  AbstractUnaryTest(String name, Lanes.Unary function, double narrowBound, double wideBound) {
    this.name = name;
    this.function = function;
    this.narrowBound = narrowBound;
    this.wideBound = wideBound;
  }

  /** The exact result, for an argument of the domain and given what the function made of it. */
  abstract BigDecimal exact(BigDecimal x, double result);

  /** Arguments to which the exact result is compared. */
  abstract DoublePredicate domain();

  /** Where more than magnitudes of all sizes should be tried: pairs of ends. */
  abstract double[] intervals();

  /** How many arguments of float64 are tried in each interval. */
  int samples() {
    return 400;
  }

  /** Every how many values of float32 is tried. */
  int stride() {
    return 8_209;
  }

  @Test
  void float64_errorIsBounded() {
    Ulps ulps = new Ulps(name + " float64");
    arguments().filter(domain()).forEach(x -> {
      double result = function.apply(DOUBLES, x);
      ulps.add(result, exact(new BigDecimal(x), result), x);
    });
    ulps.atMost(wideBound);
  }

  @Test
  void float32_errorIsBounded() {
    Ulps ulps = new Ulps(name + " float32");
    for (long bits = 0; bits < 1L << 32; bits += stride()) {
      float x = Float.intBitsToFloat((int) bits);
      ulps.add(function.apply(FLOATS, x), function.apply(DOUBLES, (double) x), x);
    }
    arguments()
        .forEach(x -> ulps.add(function.apply(FLOATS, (float) x), function.apply(DOUBLES, (double) (float) x), x));
    ulps.atMost(narrowBound);
  }

  @Test
  void vectors_haveTheSameBits() {
    double[] x = DoubleStream.concat(DoubleStream.of(SPECIAL), arguments()).limit(1024).toArray();
    VectorDoubleLanes wide = new VectorDoubleLanes();
    int length = VectorDoubleLanes.SPECIES.length();
    for (int i = 0; i + length <= x.length; i += length) {
      double[] y = function.apply(wide, DoubleVector.fromArray(VectorDoubleLanes.SPECIES, x, i)).toArray();
      for (int j = 0; j < length; j++)
        assertEquals(function.apply(DOUBLES, x[i + j]), y[j], name + " of " + x[i + j]);
    }
    float[] narrow = new float[x.length];
    for (int i = 0; i < x.length; i++)
      narrow[i] = (float) x[i];
    VectorFloatLanes lanes = new VectorFloatLanes();
    length = VectorFloatLanes.SPECIES.length();
    for (int i = 0; i + length <= x.length; i += length) {
      float[] y = function.apply(lanes, FloatVector.fromArray(VectorFloatLanes.SPECIES, narrow, i)).toArray();
      for (int j = 0; j < length; j++)
        assertEquals(function.apply(FLOATS, narrow[i + j]), y[j], name + " of " + narrow[i + j]);
    }
  }

  /** Both precisions have these results, signs of zeros included. */
  void assertValue(double expected, double x) {
    assertEquals(expected, function.apply(DOUBLES, x), name + " of " + x);
    assertEquals((float) expected, function.apply(FLOATS, (float) x), name + " of (float) " + x);
  }

  private DoubleStream arguments() {
    Random random = new Random(7);
    double[] ends = intervals();
    DoubleStream all = DoubleStream.of(SPECIAL);
    for (int i = 0; i < ends.length; i += 2) {
      double low = ends[i];
      double high = ends[i + 1];
      all = DoubleStream.concat(all, random.doubles(samples()).map(u -> low + (high - low) * u));
    }
    DoubleStream magnitudes = random.ints(samples(), -1074, 1024)
        .mapToDouble(e -> Math.scalb(random.nextDouble(1, 2), e) * (random.nextBoolean() ? 1 : -1));
    DoubleStream moderate = random.ints(samples(), -40, 12)
        .mapToDouble(e -> Math.scalb(random.nextDouble(1, 2), e) * (random.nextBoolean() ? 1 : -1));
    return DoubleStream.concat(all, DoubleStream.concat(magnitudes, moderate));
  }
}
