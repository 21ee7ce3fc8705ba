package ansatz.backend.jvm.internal.math;

import ansatz.testkit.ExactFunctions;
import java.math.BigDecimal;
import java.util.function.DoublePredicate;
import org.junit.jupiter.api.Test;

final class TanTest extends AbstractUnaryTest {
  TanTest() {
    super("tan", Tan::tan, 2.5, 1.0);
  }

  @Override
  BigDecimal exact(BigDecimal x, double result) {
    return ExactFunctions.tan(x);
  }

  @Override
  DoublePredicate domain() {
    return x -> Double.isFinite(x) && x != 0;
  }

  @Override
  double[] intervals() {
    return new double[] {-7, 7, -1, 1, 30000, 40000, 1e12, 1.2e12, -1e6, 1e6, 1.57, 1.5708};
  }

  @Override
  int stride() {
    return 65_537;
  }

  @Test
  void special() {
    assertValue(-0.0, -0.0);
    assertValue(0, 0);
    assertValue(Double.NaN, Double.NaN);
    assertValue(Double.MIN_VALUE, Double.MIN_VALUE);
    assertValue(Double.NaN, Double.POSITIVE_INFINITY);
  }
}
