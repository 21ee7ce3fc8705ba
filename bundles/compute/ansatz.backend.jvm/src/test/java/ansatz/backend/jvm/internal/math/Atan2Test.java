package ansatz.backend.jvm.internal.math;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ansatz.testkit.ExactFunctions;
import java.math.BigDecimal;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class Atan2Test extends AbstractBinaryTest {
  private static final double INFINITY = Double.POSITIVE_INFINITY;

  Atan2Test() {
    super("atan2", Atan2::atan2, 1.5, 1.55);
  }

  @Override
  BigDecimal exact(BigDecimal y, BigDecimal x) {
    return ExactFunctions.atan2(y, x);
  }

  @Override
  boolean isInDomain(double y, double x) {
    return Double.isFinite(y) && Double.isFinite(x) && y != 0 && x != 0;
  }

  @Override
  Point point(Random random, int i) {
    return switch (i % 4) {
      case 0 -> new Point(random.nextDouble(-1, 1), random.nextDouble(-1, 1));
      case 1 -> new Point(magnitude(random, -10, 4), magnitude(random, -4, 10));
      case 2 -> new Point(magnitude(random, -1074, 1023), magnitude(random, -1074, 1023));
      default -> new Point(magnitude(random, -149, 127), magnitude(random, -149, 127));
    };
  }

  @Test
  void special() {
    assertValue(0, 0, 1);
    assertValue(-0.0, -0.0, 1);
    assertValue(0, 0, 0);
    assertValue(Math.PI, 0, -0.0);
    assertValue(-Math.PI, -0.0, -0.0);
    assertValue(-Math.PI, -0.0, -1);
    assertValue(Math.PI / 2, 1, 0);
    assertValue(-Math.PI / 2, -1, -0.0);
    assertValue(0, 1, INFINITY);
    assertValue(Math.PI, 1, -INFINITY);
    assertValue(Math.PI / 2, INFINITY, 5);
    assertValue(Double.NaN, Double.NaN, 0);
    assertValue(Double.NaN, INFINITY, Double.NaN);
    assertValue(Double.NaN, 0, Double.NaN);
  }

  @Test
  void infiniteOnBothAxesIsADiagonal() {
    assertEquals(Math.PI / 4, Atan2.atan2(new DoubleLanes(), INFINITY, INFINITY));
    assertEquals(-3 * Math.PI / 4, Atan2.atan2(new DoubleLanes(), -INFINITY, -INFINITY));
    assertEquals(Math.PI / 4, Atan2.atan2(new FloatLanes(), (float) INFINITY, (float) INFINITY), 1e-7);
  }
}
