package ansatz.backend.jvm.internal.math;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ansatz.testkit.ExactFunctions;
import java.math.BigDecimal;
import java.util.function.DoublePredicate;
import org.junit.jupiter.api.Test;

final class CosTest extends AbstractUnaryTest {
  CosTest() {
    super("cos", Cos::cos, 1.55, 0.8);
  }

  @Override
  BigDecimal exact(BigDecimal x, double result) {
    return ExactFunctions.cos(x);
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

  /** Of all float64, this one is nearest to an odd multiple of pi/2. */
  @Test
  void theHardestArgument() {
    double x = Math.scalb(6381956970095103.0, 797);
    Ulps ulps = new Ulps("cos, hardest");
    ulps.add(Cos.cos(new DoubleLanes(), x), ExactFunctions.cos(new BigDecimal(x)), x);
    ulps.atMost(0.8);
    assertEquals(-4.6871659242546277e-19, Cos.cos(new DoubleLanes(), x), 1e-33);
  }
}
