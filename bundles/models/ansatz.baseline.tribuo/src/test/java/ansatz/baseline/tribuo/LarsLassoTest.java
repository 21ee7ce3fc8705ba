package ansatz.baseline.tribuo;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import ansatz.learn.Estimator;
import ansatz.learn.Examples;
import ansatz.learn.Params;
import ansatz.learn.Target;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

final class LarsLassoTest extends AbstractTribuoTest {
  @Override
  protected Estimator estimator() {
    return new LarsLasso(Params.of(LarsLasso.Config.class));
  }

  @Test
  void withAllFeaturesItIsLeastSquares() {
    Examples diabetes = SharedData.diabetes();
    double[] expected = SharedData.reference("ols", "coef");
    double[] y = ((Target.Real) diabetes.target()).values();
    double mean = Arrays.stream(y).average().orElseThrow();
    double norm = Math.sqrt(Arrays.stream(y).map(v -> (v - mean) * (v - mean)).sum());
    double[] standardised = coefficients(estimator(), context(), diabetes);
    assertArrayEquals(expected, Arrays.stream(standardised).map(b -> b * norm).toArray(), 1e-6);
  }
}
