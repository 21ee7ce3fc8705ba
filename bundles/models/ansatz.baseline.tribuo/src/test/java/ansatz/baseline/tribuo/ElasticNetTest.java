package ansatz.baseline.tribuo;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import ansatz.learn.Estimator;
import ansatz.learn.Examples;
import ansatz.learn.Params;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ElasticNetTest extends AbstractTribuoTest {
  @Override
  protected Estimator estimator() {
    return new ElasticNet(Params.of(ElasticNet.Config.class, "alpha", 0.001));
  }

  @Override
  double leastOnDiabetes() {
    return 0.35;
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.001", "0.01", "0.1"})
  void elasticNetAsScikitLearn(String alpha) {
    assertCoefficients(alpha, 0.5, SharedData.reference("elasticnet", alpha));
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.01", "0.1", "1.0"})
  void lassoAsScikitLearn(String alpha) {
    assertCoefficients(alpha, 1, SharedData.reference("lasso", alpha));
  }

  private void assertCoefficients(String alpha, double l1Ratio, double[] expected) {
    Examples diabetes = SharedData.diabetes();
    Estimator exact = new ElasticNet(Params.of(ElasticNet.Config.class, "alpha", Double.valueOf(alpha), "l1Ratio",
        l1Ratio, "tolerance", 1e-12, "maxIterations", 100000));
    assertArrayEquals(expected, coefficients(exact, context(), diabetes), 1e-5);
  }
}
