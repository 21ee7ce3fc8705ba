package ansatz.backend.jvm.internal.math;

import ansatz.testkit.ExactFunctions;
import java.math.BigDecimal;
import java.util.function.DoublePredicate;
import org.junit.jupiter.api.Test;

final class ExpTest extends AbstractUnaryTest {
  ExpTest() {
    super("exp", Exp::exp, 0.9, 1.01);
  }

  @Override
  BigDecimal exact(BigDecimal x, double result) {
    return ExactFunctions.exp(x);
  }

  @Override
  DoublePredicate domain() {
    return x -> Math.abs(x) < 800;
  }

  @Override
  double[] intervals() {
    return new double[] {-750, 715, -105, 90, -1, 1, 709.7, 709.9, -745.3, -708};
  }

  @Test
  void special() {
    assertValue(1, 0);
    assertValue(1, -0.0);
    assertValue(Double.NaN, Double.NaN);
    assertValue(Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY);
    assertValue(0, Double.NEGATIVE_INFINITY);
    assertValue(0, -800);
    assertValue(Double.POSITIVE_INFINITY, 800);
  }
}
