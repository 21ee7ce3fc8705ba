package ansatz.backend.jvm.internal.math;

import ansatz.testkit.ExactFunctions;
import java.math.BigDecimal;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class PowTest extends AbstractBinaryTest {
  private static final double INFINITY = Double.POSITIVE_INFINITY;

  PowTest() {
    super("pow", Pow::pow, 0.95, 1.01);
  }

  @Override
  BigDecimal exact(BigDecimal x, BigDecimal y) {
    BigDecimal power = ExactFunctions.pow(x.abs(), y);
    return x.signum() < 0 && y.remainder(BigDecimal.TWO).signum() != 0 ? power.negate() : power;
  }

  /** Negative numbers are raised to integers only. */
  @Override
  boolean isInDomain(double x, double y) {
    return Double.isFinite(x) && Double.isFinite(y) && x != 0 && Math.abs(x) != 1 && (x > 0 || y == Math.rint(y))
        && Math.abs(y * Math.log(Math.abs(x))) < 800;
  }

  @Override
  Point point(Random random, int i) {
    return switch (i % 6) {
      case 0 -> new Point(random.nextDouble(0, 10), random.nextDouble(-10, 10));
      case 1 -> new Point(Math.abs(magnitude(random, -1074, 1023)), random.nextDouble(-1, 1));
      case 2 -> new Point(random.nextDouble(0.9, 1.1), random.nextDouble(-7000, 7000));
      case 3 -> new Point(1 + magnitude(random, -50, -10), magnitude(random, 5, 60));
      case 4 -> new Point(random.nextDouble(-3, 0), random.nextInt(-600, 600));
      default -> new Point(magnitude(random, -1074, 1023), magnitude(random, -1074, 1023));
    };
  }

  @Test
  void special() {
    for (double any : new double[] {0, -0.0, 1, -3.5, INFINITY, -INFINITY, Double.NaN}) {
      assertValue(1, any, 0);
      assertValue(1, any, -0.0);
      assertValue(1, 1, any);
    }
    assertValue(1, -1, INFINITY);
    assertValue(INFINITY, 0, -1);
    assertValue(-INFINITY, -0.0, -1);
    assertValue(INFINITY, -0.0, -2);
    assertValue(INFINITY, -0.0, -0.5);
    assertValue(-0.0, -0.0, 3);
    assertValue(0, -0.0, 0.5);
    assertValue(0, 0.5, INFINITY);
    assertValue(INFINITY, 2, INFINITY);
    assertValue(0, -2, -INFINITY);
    assertValue(-INFINITY, -INFINITY, 3);
    assertValue(INFINITY, -INFINITY, 0.5);
    assertValue(-0.0, -INFINITY, -3);
    assertValue(Double.NaN, -8, 1.0 / 3);
    assertValue(Double.NaN, Double.NaN, 1);
    assertValue(Double.NaN, 2, Double.NaN);
    assertValue(-8, -2, 3);
    assertValue(0x1p-149, 2, -149);
    assertValue(INFINITY, 2, 1e30);
    assertValue(-INFINITY, -10, 999);
    assertValue(0.25, -2, -2);
  }
}
