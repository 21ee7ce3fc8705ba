package ansatz.backend.jvm.internal.math;

import ansatz.testkit.ExactFunctions;
import java.math.BigDecimal;
import java.util.function.DoublePredicate;
import org.junit.jupiter.api.Test;

final class AcosTest extends AbstractUnaryTest {
  AcosTest() {
    super("acos", Acos::acos, 0.7, 0.65);
  }

  @Override
  BigDecimal exact(BigDecimal x, double result) {
    return ExactFunctions.acos(x);
  }

  @Override
  DoublePredicate domain() {
    return x -> Math.abs(x) <= 1 && x < 1;
  }

  @Override
  double[] intervals() {
    return new double[] {-1, 1, 0.49, 0.51, -0.51, -0.49, 0.99999, 1, -1e-3, 1e-3};
  }

  @Test
  void special() {
    assertValue(0, 1);
    assertValue(Math.PI, -1);
    assertValue(Math.PI / 2, 0);
    assertValue(Math.PI / 2, -0.0);
    assertValue(Double.NaN, -1.0000001);
    assertValue(Double.NaN, Double.NaN);
  }
}
