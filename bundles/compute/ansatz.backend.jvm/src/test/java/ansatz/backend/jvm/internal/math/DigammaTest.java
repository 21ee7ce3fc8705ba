package ansatz.backend.jvm.internal.math;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ansatz.testkit.ExactFunctions;
import java.math.BigDecimal;
import java.util.function.DoublePredicate;
import org.junit.jupiter.api.Test;

final class DigammaTest extends AbstractUnaryTest {
  DigammaTest() {
    super("digamma", Digamma::digamma, 0.51, 1.1);
  }

  @Override
  BigDecimal exact(BigDecimal x, double result) {
    return ExactFunctions.digamma(x);
  }

  @Override
  DoublePredicate domain() {
    return x -> x > 1e-300 && x < 1e300;
  }

  @Override
  double[] intervals() {
    return new double[] {0, 1, 1, 2, 2, 3, 3, 10, 10, 200, 1.46, 1.463};
  }

  @Override
  int samples() {
    return 60;
  }

  @Override
  int stride() {
    return 262_147;
  }

  @Test
  void special() {
    assertValue(Double.NaN, 0);
    assertValue(Double.NaN, -0.0);
    assertValue(Double.NaN, -3);
    assertEquals(Double.NEGATIVE_INFINITY, Digamma.digamma(new DoubleLanes(), Double.MIN_VALUE));
    assertEquals(Double.POSITIVE_INFINITY, Digamma.digamma(new DoubleLanes(), -Double.MIN_VALUE));
    assertValue(Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY);
    assertValue(Double.NaN, Double.NEGATIVE_INFINITY);
    assertValue(Double.NaN, Double.NaN);
  }
}
