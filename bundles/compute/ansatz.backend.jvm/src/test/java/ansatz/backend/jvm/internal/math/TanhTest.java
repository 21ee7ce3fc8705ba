package ansatz.backend.jvm.internal.math;

import ansatz.testkit.ExactFunctions;
import java.math.BigDecimal;
import java.util.function.DoublePredicate;
import org.junit.jupiter.api.Test;

final class TanhTest extends AbstractUnaryTest {
  TanhTest() {
    super("tanh", Tanh::tanh, 2.8, 1.4);
  }

  @Override
  BigDecimal exact(BigDecimal x, double result) {
    return ExactFunctions.tanh(x);
  }

  @Override
  DoublePredicate domain() {
    return x -> Math.abs(x) < 400 && x != 0;
  }

  @Override
  double[] intervals() {
    return new double[] {-20, 20, -1, 1, 0.6, 0.65, -0.3, 0.3, 0.17, 0.18};
  }

  @Test
  void special() {
    assertValue(-0.0, -0.0);
    assertValue(0, 0);
    assertValue(Double.NaN, Double.NaN);
    assertValue(Double.MIN_VALUE, Double.MIN_VALUE);
    assertValue(1, Double.POSITIVE_INFINITY);
    assertValue(-1, Double.NEGATIVE_INFINITY);
    assertValue(1, 30);
    assertValue(-1, -1000);
  }
}
