package ansatz.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import ansatz.learn.Metric;
import ansatz.learn.Prediction;
import ansatz.learn.Target;
import ansatz.testkit.MetricContract;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The value is minus the mean of {@code scipy.stats.norm.logpdf} (scipy 1.17.1). */
class NllTest extends MetricContract {
  @Override
  protected Metric metric() {
    return new Nll();
  }

  @Test
  void example() {
    assertEquals(0.8864101688733242, metric().of(new Target.Real(new double[] {1, 2.5, -0.3}),
        new Prediction.Real(new double[] {0.8, 2, 0.1}, Optional.of(new double[] {0.5, 1, 0.2}))), 1e-14);
  }

  @Test
  void aPointMassIsHitOrMissed() {
    Target truth = new Target.Real(new double[] {1, 2});
    Optional<double[]> certain = Optional.of(new double[] {0, 0});
    assertEquals(Double.NEGATIVE_INFINITY, metric().of(truth, new Prediction.Real(new double[] {1, 2}, certain)));
    assertEquals(Double.POSITIVE_INFINITY, metric().of(truth, new Prediction.Real(new double[] {1, 3}, certain)));
  }

  @Test
  void aNegativeDeviationIsAnError() {
    Prediction prediction = new Prediction.Real(new double[] {1, 1}, Optional.of(new double[] {1, -2}));
    assertEquals("the deviation of row 1 is negative: -2.0", assertThrows(IllegalArgumentException.class,
        () -> metric().of(new Target.Real(new double[] {1, 1}), prediction)).getMessage());
  }
}
