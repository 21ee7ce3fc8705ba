package ansatz.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ansatz.learn.Metric;
import ansatz.learn.Prediction;
import ansatz.learn.Target;
import ansatz.linalg.Matrix;
import ansatz.testkit.MetricContract;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The value is the mean, by hand. */
class LogLikelihoodTest extends MetricContract {
  @Override
  protected Metric metric() {
    return new LogLikelihood();
  }

  @Test
  void example() {
    Prediction.Group group = new Prediction.Group(Matrix.zeros(3, 2), Optional.of(new double[] {-1, -2, -4.5}));
    assertEquals(-2.5, metric().of(new Target.None(), group), 1e-15);
  }
}
