package ansatz.backend.jvm.internal.math;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import ansatz.testkit.ExactFunctions;
import java.math.BigDecimal;
import java.util.Random;
import java.util.function.DoublePredicate;
import org.junit.jupiter.api.Test;

final class PolygammaTest extends AbstractUnaryTest {
  private static final double ZETA_3 = 1.2020569031595942;

  PolygammaTest() {
    super("polygamma(1)", new Polygamma(1), 0.51, 1.7);
  }

  @Override
  BigDecimal exact(BigDecimal x, double result) {
    return ExactFunctions.polygamma(1, x);
  }

  @Override
  DoublePredicate domain() {
    return x -> x > 1e-150 && x < 1e300;
  }

  @Override
  double[] intervals() {
    return new double[] {0, 1, 1, 15, 10, 13, 13, 1000};
  }

  @Override
  int samples() {
    return 60;
  }

  @Override
  int stride() {
    return 524_287;
  }

  @Test
  void special() {
    assertValue(Double.POSITIVE_INFINITY, 0);
    assertValue(Double.POSITIVE_INFINITY, -0.0);
    assertValue(Double.POSITIVE_INFINITY, -3);
    assertValue(0, Double.POSITIVE_INFINITY);
    assertValue(Double.NaN, Double.NEGATIVE_INFINITY);
    assertValue(Double.NaN, Double.NaN);
  }

  @Test
  void otherOrders_areAsExact() {
    Random random = new Random(3);
    for (int n : new int[] {2, 3, 4, 10, 60, 130}) {
      Ulps ulps = new Ulps("polygamma(" + n + ")");
      for (int i = 0; i < 60; i++) {
        double x = random.nextDouble(0.01, 100);
        ulps.add(of(n, x), ExactFunctions.polygamma(n, new BigDecimal(x)), x);
      }
      ulps.atMost(2.2);
    }
  }

  @Test
  void closedForms() {
    double pi = Math.PI;
    assertEquals(pi * pi / 6, of(1, 1), 1e-15);
    assertEquals(-2 * ZETA_3, of(2, 1), 1e-15);
    assertEquals(Math.pow(pi, 4) / 15, of(3, 1), 1e-14);
    assertEquals(pi * pi / 2 + 4, of(1, -0.5), 1e-14);
    assertEquals(-14 * ZETA_3 + 16, of(2, -0.5), 1e-13);
    assertEquals(Math.pow(pi, 4) + 96 + 96 / 81.0, of(3, -1.5), 1e-12);
    assertEquals(Double.NaN, of(2, -3));
    assertEquals(of(0, 0.3), Digamma.digamma(new DoubleLanes(), 0.3));
  }

  @Test
  void anOrderOutsideIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> new Polygamma(131));
    assertThrows(IllegalArgumentException.class, () -> new Polygamma(-1));
  }

  private static double of(int order, double x) {
    return new Polygamma(order).apply(new DoubleLanes(), x);
  }
}
