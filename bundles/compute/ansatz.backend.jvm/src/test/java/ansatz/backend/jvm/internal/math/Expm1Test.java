package ansatz.backend.jvm.internal.math;

import ansatz.testkit.ExactFunctions;
import java.math.BigDecimal;
import java.util.function.DoublePredicate;
import org.junit.jupiter.api.Test;

final class Expm1Test extends AbstractUnaryTest {
  Expm1Test() {
    super("expm1", Expm1::expm1, 1.5, 1.85);
  }

  @Override
  BigDecimal exact(BigDecimal x, double result) {
    return ExactFunctions.expm1(x);
  }

  @Override
  DoublePredicate domain() {
    return x -> Math.abs(x) < 800 && x != 0;
  }

  @Override
  double[] intervals() {
    return new double[] {-40, 100, -1, 1, 709.7, 709.9, 0.34, 1.05, -1.05, -0.34};
  }

  @Test
  void special() {
    assertValue(-0.0, -0.0);
    assertValue(0, 0);
    assertValue(Double.NaN, Double.NaN);
    assertValue(Double.MIN_VALUE, Double.MIN_VALUE);
    assertValue(Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY);
    assertValue(-1, Double.NEGATIVE_INFINITY);
    assertValue(-1, -100);
  }
}
