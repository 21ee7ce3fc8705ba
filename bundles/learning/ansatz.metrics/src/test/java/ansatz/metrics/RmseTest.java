package ansatz.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ansatz.learn.Metric;
import ansatz.learn.Prediction;
import ansatz.learn.Target;
import ansatz.testkit.MetricContract;
import org.junit.jupiter.api.Test;

/** The values are those of the example of {@code mean_squared_error} in the reference of scikit-learn 1.2. */
class RmseTest extends MetricContract {
  @Override
  protected Metric metric() {
    return new Rmse();
  }

  @Test
  void example() {
    Target truth = new Target.Real(new double[] {3, -0.5, 2, 7});
    Prediction prediction = new Prediction.Real(new double[] {2.5, 0, 2, 8});
    assertEquals(Math.sqrt(0.375), metric().of(truth, prediction), 1e-15);
  }
}
