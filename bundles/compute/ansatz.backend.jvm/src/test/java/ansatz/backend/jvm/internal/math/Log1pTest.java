package ansatz.backend.jvm.internal.math;

import ansatz.testkit.ExactFunctions;
import java.math.BigDecimal;
import java.util.function.DoublePredicate;
import org.junit.jupiter.api.Test;

final class Log1pTest extends AbstractUnaryTest {
  Log1pTest() {
    super("log1p", Log1p::log1p, 1.0, 0.85);
  }

  @Override
  BigDecimal exact(BigDecimal x, double result) {
    return ExactFunctions.log1p(x);
  }

  @Override
  DoublePredicate domain() {
    return x -> x > -1 && x < Double.POSITIVE_INFINITY && x != 0;
  }

  @Override
  double[] intervals() {
    return new double[] {-1, 1, -0.3, -0.28, 0.4, 0.42, -1e-8, 1e-8, 0, 1000};
  }

  @Test
  void special() {
    assertValue(-0.0, -0.0);
    assertValue(0, 0);
    assertValue(Double.NaN, Double.NaN);
    assertValue(Double.MIN_VALUE, Double.MIN_VALUE);
    assertValue(Double.NEGATIVE_INFINITY, -1);
    assertValue(Double.NaN, -2);
    assertValue(Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY);
    assertValue(Double.NaN, Double.NEGATIVE_INFINITY);
  }
}
