package ansatz.backend.jvm.internal.math;

import ansatz.testkit.ExactFunctions;
import java.math.BigDecimal;
import java.util.function.DoublePredicate;
import org.junit.jupiter.api.Test;

final class AsinTest extends AbstractUnaryTest {
  AsinTest() {
    super("asin", Asin::asin, 0.7, 0.65);
  }

  @Override
  BigDecimal exact(BigDecimal x, double result) {
    return ExactFunctions.asin(x);
  }

  @Override
  DoublePredicate domain() {
    return x -> Math.abs(x) <= 1 && x != 0;
  }

  @Override
  double[] intervals() {
    return new double[] {-1, 1, 0.49, 0.51, 0.99999, 1, -1e-3, 1e-3};
  }

  @Test
  void special() {
    assertValue(-0.0, -0.0);
    assertValue(0, 0);
    assertValue(Double.NaN, Double.NaN);
    assertValue(Double.MIN_VALUE, Double.MIN_VALUE);
    assertValue(Math.PI / 2, 1);
    assertValue(-Math.PI / 2, -1);
    assertValue(Double.NaN, 1.0000001);
    assertValue(Double.NaN, Double.POSITIVE_INFINITY);
  }
}
