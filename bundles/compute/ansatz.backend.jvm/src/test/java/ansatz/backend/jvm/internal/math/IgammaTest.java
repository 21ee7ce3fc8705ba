package ansatz.backend.jvm.internal.math;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ansatz.testkit.ExactFunctions;
import java.math.BigDecimal;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class IgammaTest extends AbstractBinaryTest {
  private static final double INFINITY = Double.POSITIVE_INFINITY;

  IgammaTest() {
    super("igamma", Igamma::igamma, 0.51, 20);
  }

  @Override
  BigDecimal exact(BigDecimal a, BigDecimal x) {
    return ExactFunctions.igamma(a, x);
  }

  @Override
  boolean isInDomain(double a, double x) {
    return a > 1e-10 && x > 0 && a < 300 && x < 300;
  }

  @Override
  Point point(Random random, int i) {
    double a = Math.abs(magnitude(random, -6, 8));
    return switch (i % 3) {
      case 0 -> new Point(a, Math.max(1e-6, a + Math.sqrt(a) * random.nextDouble(-5, 5)));
      case 1 -> new Point(a, a * random.nextDouble(0, 2));
      default -> new Point(a, Math.abs(magnitude(random, -20, 8)));
    };
  }

  @Override
  int samples() {
    return 200;
  }

  @Test
  void special() {
    assertValue(0, 3, 0);
    assertValue(1, 3, INFINITY);
    assertValue(0, INFINITY, 3);
    assertValue(0, 1e9, 1e8);
    assertValue(1, 1e9, 1e10);
    assertValue(Double.NaN, INFINITY, INFINITY);
    assertValue(Double.NaN, 0, 1);
    assertValue(Double.NaN, -1, 1);
    assertValue(Double.NaN, 1, -1);
    assertValue(Double.NaN, Double.NaN, 1);
    assertValue(Double.NaN, 1, Double.NaN);
  }

  /** Computed with 40 digits by mpmath: its series, and from 1e8 up integration of the density. */
  @Test
  void largeArguments() {
    assertClose(0.0779449562265139139, 5000, 4900);
    assertClose(0.843752419705041671, 9999, 10100);
    assertClose(0.03340593450110617, 12000, 11800);
    assertClose(0.996727551226010826, 12000, 12300);
    assertClose(1.33843599630558403e-203, 20000, 16000);
    assertClose(0.376274892754343312, 100000, 99900);
    assertClose(0.500420522110365177, 100000, 100000);
    assertClose(0.15865525352814383, 1e8, 99990000);
    assertClose(0.841344746471798814, 1e8, 100010000);
    assertClose(0.841344746068583277, 1e12, 1000001000000.0);
  }

  private static void assertClose(double expected, double a, double x) {
    assertEquals(expected, Igamma.igamma(new DoubleLanes(), a, x), 5e-15 * expected, a + ", " + x);
  }
}
