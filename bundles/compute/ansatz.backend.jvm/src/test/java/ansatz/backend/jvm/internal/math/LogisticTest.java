package ansatz.backend.jvm.internal.math;

import ansatz.testkit.ExactFunctions;
import java.math.BigDecimal;
import java.util.function.DoublePredicate;
import org.junit.jupiter.api.Test;

final class LogisticTest extends AbstractUnaryTest {
  LogisticTest() {
    super("logistic", Logistic::logistic, 1.65, 1.7);
  }

  @Override
  BigDecimal exact(BigDecimal x, double result) {
    return ExactFunctions.logistic(x);
  }

  @Override
  DoublePredicate domain() {
    return x -> Math.abs(x) < 740;
  }

  @Override
  double[] intervals() {
    return new double[] {-40, 40, -1, 1, -740, -700, -105, -80};
  }

  @Test
  void special() {
    assertValue(0.5, 0);
    assertValue(0.5, -0.0);
    assertValue(1, Double.POSITIVE_INFINITY);
    assertValue(0, Double.NEGATIVE_INFINITY);
    assertValue(Double.NaN, Double.NaN);
    assertValue(1, 1000);
    assertValue(0, -1000);
  }
}
