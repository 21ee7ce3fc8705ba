package ansatz.backend.jvm.internal.math;

import java.math.BigDecimal;
import java.util.function.DoublePredicate;
import org.junit.jupiter.api.Test;

final class CosTest extends AbstractUnaryTest {
  CosTest() {
    super("cos", Cos::cos, 1.55, 0.8);
  }

  @Override
  BigDecimal exact(BigDecimal x, double result) {
    return Oracle.cos(x);
  }

  @Override
  DoublePredicate domain() {
    return x -> Double.isFinite(x);
  }

  @Override
  double[] intervals() {
    return new double[] {-7, 7, -1, 1, 30000, 40000, 1e12, 1.2e12, -1e6, 1e6};
  }

  @Override
  int stride() {
    return 65_537;
  }

  @Test
  void special() {
    assertValue(1, 0);
    assertValue(1, -0.0);
    assertValue(Double.NaN, Double.POSITIVE_INFINITY);
    assertValue(Double.NaN, Double.NaN);
  }
}
