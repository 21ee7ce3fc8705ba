package ansatz.backend.jvm.internal.math;

import ansatz.testkit.ExactFunctions;
import java.math.BigDecimal;
import java.util.function.DoublePredicate;
import org.junit.jupiter.api.Test;

final class LgammaTest extends AbstractUnaryTest {
  LgammaTest() {
    super("lgamma", Lgamma::lgamma, 0.51, 1.6);
  }

  @Override
  BigDecimal exact(BigDecimal x, double result) {
    return ExactFunctions.lgamma(x);
  }

  @Override
  DoublePredicate domain() {
    return x -> x > 0 && x < 1e300 && x != 1 && x != 2;
  }

  @Override
  double[] intervals() {
    return new double[] {0, 0.5, 0.5, 1.5, 1.5, 2.5, 2.5, 10, 10, 200, 1.4, 1.6};
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
    assertValue(0, 1);
    assertValue(0, 2);
    assertValue(Double.POSITIVE_INFINITY, 0);
    assertValue(Double.POSITIVE_INFINITY, -0.0);
    assertValue(Double.POSITIVE_INFINITY, -3);
    assertValue(Double.POSITIVE_INFINITY, -Double.MAX_VALUE);
    assertValue(Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY);
    assertValue(Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY);
    assertValue(Double.NaN, Double.NaN);
  }
}
