package ansatz.backend.jvm.internal.math;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import org.junit.jupiter.api.Test;

/** What is expected of every function of two variables. */
abstract class AbstractBinaryTest {
  private static final FloatLanes FLOATS = new FloatLanes();
  private static final DoubleLanes DOUBLES = new DoubleLanes();
  private static final double[] SPECIAL = {0, -0.0, 1, -1, 0.5, -2, 3, Double.POSITIVE_INFINITY,
    Double.NEGATIVE_INFINITY, Double.NaN, Double.MIN_VALUE, -Double.MAX_VALUE};

  private final String name;
  private final Lanes.Binary function;
  private final double narrowBound;
  private final double wideBound;

  AbstractBinaryTest(String name, Lanes.Binary function, double narrowBound, double wideBound) {
    this.name = name;
    this.function = function;
    this.narrowBound = narrowBound;
    this.wideBound = wideBound;
  }

  /** A pair of arguments. */
  record Point(double x, double y) {}

  /** The exact result, for arguments of the domain. */
  abstract BigDecimal exact(BigDecimal x, BigDecimal y);

  /** Arguments to which the exact result is compared. */
  abstract boolean isInDomain(double x, double y);

  /** The i-th of the arguments to be tried; i takes turns in choosing where they come from. */
  abstract Point point(Random random, int i);

  int samples() {
    return 2_000;
  }

  @Test
  void float64_errorIsBounded() {
    Ulps ulps = new Ulps(name + " float64");
    for (Point p : points(samples()))
      if (isInDomain(p.x, p.y))
        ulps.add(function.apply(DOUBLES, p.x, p.y), exact(new BigDecimal(p.x), new BigDecimal(p.y)), p.x, p.y);
    ulps.atMost(wideBound);
  }

  @Test
  void float32_errorIsBounded() {
    Ulps ulps = new Ulps(name + " float32");
    for (Point p : points(50 * samples())) {
      float x = (float) p.x;
      float y = (float) p.y;
      ulps.add(function.apply(FLOATS, x, y), function.apply(DOUBLES, (double) x, (double) y), x, y);
    }
    ulps.atMost(narrowBound);
  }

  @Test
  void vectors_haveTheSameBits() {
    List<Point> all = points(500);
    int count = all.size() / 64 * 64;
    double[] x = all.stream().limit(count).mapToDouble(Point::x).toArray();
    double[] y = all.stream().limit(count).mapToDouble(Point::y).toArray();
    VectorDoubleLanes wide = new VectorDoubleLanes();
    int length = VectorDoubleLanes.SPECIES.length();
    for (int i = 0; i < count; i += length) {
      double[] z = function.apply(wide, DoubleVector.fromArray(VectorDoubleLanes.SPECIES, x, i),
          DoubleVector.fromArray(VectorDoubleLanes.SPECIES, y, i)).toArray();
      for (int j = 0; j < length; j++)
        assertEquals(function.apply(DOUBLES, x[i + j], y[i + j]), z[j], name + " of " + all.get(i + j));
    }
    float[] u = new float[count];
    float[] v = new float[count];
    for (int i = 0; i < count; i++) {
      u[i] = (float) x[i];
      v[i] = (float) y[i];
    }
    VectorFloatLanes narrow = new VectorFloatLanes();
    length = VectorFloatLanes.SPECIES.length();
    for (int i = 0; i < count; i += length) {
      float[] z = function.apply(narrow, FloatVector.fromArray(VectorFloatLanes.SPECIES, u, i),
          FloatVector.fromArray(VectorFloatLanes.SPECIES, v, i)).toArray();
      for (int j = 0; j < length; j++)
        assertEquals(function.apply(FLOATS, u[i + j], v[i + j]), z[j], name + " of " + all.get(i + j));
    }
  }

  /** Both precisions have these results, signs of zeros included. */
  void assertValue(double expected, double x, double y) {
    assertEquals(expected, function.apply(DOUBLES, x, y), name + " of " + x + ", " + y);
    float narrow = function.apply(FLOATS, (float) x, (float) y);
    assertEquals((float) expected, narrow, name + " of float32 " + x + ", " + y);
  }

  private List<Point> points(int count) {
    List<Point> points = new ArrayList<>();
    for (double x : SPECIAL)
      for (double y : SPECIAL)
        points.add(new Point(x, y));
    Random random = new Random(7);
    for (int i = 0; i < count; i++)
      points.add(point(random, i));
    return points;
  }

  /** A number of a random sign and a random exponent of two. */
  static double magnitude(Random random, int low, int high) {
    return Math.scalb(random.nextDouble(1, 2), random.nextInt(low, high)) * (random.nextBoolean() ? 1 : -1);
  }
}
