package ansatz.baseline.tribuo;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import ansatz.learn.Estimator;
import ansatz.learn.Examples;
import ansatz.learn.Params;
import ansatz.learn.Target;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class LarsTest extends AbstractTribuoTest {
  @Override
  protected Estimator estimator() {
    return new Lars(Params.of(Lars.Config.class));
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

  /** Efron et al. 2004, Fig. 3: bmi, s5, bp, s3 enter first. */
  @Test
  void takesFeaturesInAsThePaper() {
    Examples diabetes = SharedData.diabetes();
    int[] order = {2, 8, 3, 6};
    for (int n = 1; n <= order.length; n++) {
      double[] b = coefficients(new Lars(Params.of(Lars.Config.class, "maxFeatures", n)), context(), diabetes);
      int[] in = IntStream.range(0, b.length).filter(j -> b[j] != 0).toArray();
      assertArrayEquals(Arrays.stream(order).limit(n).sorted().toArray(), in, n + " features");
    }
  }
}
