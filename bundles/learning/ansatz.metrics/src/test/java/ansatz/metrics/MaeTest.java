package ansatz.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ansatz.learn.Metric;
import ansatz.learn.Prediction;
import ansatz.learn.Target;
import ansatz.testkit.MetricContract;
import org.junit.jupiter.api.Test;

/** The values are those of the example of {@code mean_absolute_error} in the reference of scikit-learn 1.2. */
class MaeTest extends MetricContract {
  @Override
  protected Metric metric() {
    return new Mae();
  }

  @Test
  void example() {
    Target truth = new Target.Real(new double[] {3, -0.5, 2, 7});
    Prediction prediction = new Prediction.Real(new double[] {2.5, 0, 2, 8});
    assertEquals(0.5, metric().of(truth, prediction), 1e-15);
  }
}
