package ansatz.backend.jvm.internal.math;

import ansatz.testkit.ExactFunctions;
import java.math.BigDecimal;
import java.util.function.DoublePredicate;
import org.junit.jupiter.api.Test;

final class ErfinvTest extends AbstractUnaryTest {
  ErfinvTest() {
    super("erfinv", Erfinv::erfinv, 0.51, 1.65);
  }

  @Override
  BigDecimal exact(BigDecimal x, double result) {
    return ExactFunctions.erfinv(x, result);
  }

  @Override
  DoublePredicate domain() {
    return x -> Math.abs(x) < 1 && x != 0;
  }

  @Override
  double[] intervals() {
    return new double[] {-1, 1, 0.8, 0.9, 0.999999, 1, -1e-3, 1e-3};
  }

  @Override
  int samples() {
    return 100;
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
    assertValue(Double.POSITIVE_INFINITY, 1);
    assertValue(Double.NEGATIVE_INFINITY, -1);
    assertValue(Double.NaN, 1.5);
    assertValue(Double.NaN, Double.NEGATIVE_INFINITY);
  }
}
