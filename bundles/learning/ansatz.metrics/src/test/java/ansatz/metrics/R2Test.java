package ansatz.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ansatz.learn.Metric;
import ansatz.learn.Prediction;
import ansatz.learn.Target;
import ansatz.testkit.MetricContract;
import org.junit.jupiter.api.Test;

/** The values are those of the example of {@code r2_score} in the reference of scikit-learn 1.2. */
class R2Test extends MetricContract {
  @Override
  protected Metric metric() {
    return new R2();
  }

  @Test
  void example() {
    Target truth = new Target.Real(new double[] {3, -0.5, 2, 7});
    Prediction prediction = new Prediction.Real(new double[] {2.5, 0, 2, 8});
    assertEquals(0.9486081370449679, metric().of(truth, prediction), 1e-15);
  }

  @Test
  void theMeanExplainsNothing() {
    Target truth = new Target.Real(new double[] {1, 2, 3});
    assertEquals(0, metric().of(truth, new Prediction.Real(new double[] {2, 2, 2})), 1e-15);
    assertEquals(-3, metric().of(truth, new Prediction.Real(new double[] {3, 2, 1})), 1e-15);
  }

  @Test
  void constantTruthHasNoVarianceToExplain() {
    Target truth = new Target.Real(new double[] {2, 2});
    assertEquals(Double.NaN, metric().of(truth, new Prediction.Real(new double[] {2, 2})));
  }
}
