package ansatz.backend.jvm.internal.math;

import ansatz.testkit.ExactFunctions;
import java.math.BigDecimal;
import java.util.function.DoublePredicate;
import org.junit.jupiter.api.Test;

final class LogTest extends AbstractUnaryTest {
  LogTest() {
    super("log", Log::log, 1.0, 0.85);
  }

  @Override
  BigDecimal exact(BigDecimal x, double result) {
    return ExactFunctions.log(x);
  }

  @Override
  DoublePredicate domain() {
    return x -> x > 0 && x < Double.POSITIVE_INFINITY && x != 1;
  }

  @Override
  double[] intervals() {
    return new double[] {0, 2, 0.99, 1.01, 0.7, 0.72, 1.4, 1.42, 0, 1000};
  }

  @Test
  void special() {
    assertValue(0, 1);
    assertValue(Double.NEGATIVE_INFINITY, 0);
    assertValue(Double.NEGATIVE_INFINITY, -0.0);
    assertValue(Double.NaN, -1);
    assertValue(Double.NaN, Double.NEGATIVE_INFINITY);
    assertValue(Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY);
    assertValue(Double.NaN, Double.NaN);
  }
}
