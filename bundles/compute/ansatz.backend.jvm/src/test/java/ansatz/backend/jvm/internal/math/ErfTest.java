package ansatz.backend.jvm.internal.math;

import ansatz.testkit.ExactFunctions;
import java.math.BigDecimal;
import java.util.function.DoublePredicate;
import org.junit.jupiter.api.Test;

final class ErfTest extends AbstractUnaryTest {
  ErfTest() {
    super("erf", Erf::erf, 1.85, 1.85);
  }

  @Override
  BigDecimal exact(BigDecimal x, double result) {
    return ExactFunctions.erf(x);
  }

  @Override
  DoublePredicate domain() {
    return x -> Math.abs(x) < 9 && x != 0;
  }

  @Override
  double[] intervals() {
    return new double[] {-7, 7, -1, 1, 0.09, 0.12, 5.5, 6.2, 3.5, 4};
  }

  @Override
  int samples() {
    return 200;
  }

  @Test
  void special() {
    assertValue(-0.0, -0.0);
    assertValue(0, 0);
    assertValue(Double.NaN, Double.NaN);
    assertValue(Double.MIN_VALUE, Double.MIN_VALUE);
    assertValue(1, Double.POSITIVE_INFINITY);
    assertValue(-1, Double.NEGATIVE_INFINITY);
    assertValue(1, 10);
  }
}
