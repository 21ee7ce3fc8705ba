package ansatz.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ansatz.learn.Metric;
import ansatz.learn.Params;
import ansatz.learn.Prediction;
import ansatz.learn.Target;
import ansatz.linalg.Matrix;
import ansatz.testkit.MetricContract;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The values are those of the example of {@code log_loss} in the reference of scikit-learn 1.2. */
class LogLossTest extends MetricContract {
  @Override
  protected Metric metric() {
    return new LogLoss(Params.of(LogLoss.Config.class));
  }

  private static final List<String> CLASSES = List.of("ham", "spam");

  @Test
  void example() {
    Target truth = new Target.Label(new int[] {1, 0, 0, 1}, CLASSES);
    Matrix p = Matrix.of(new double[] {0.1, 0.9}, new double[] {0.9, 0.1}, new double[] {0.8, 0.2},
        new double[] {0.35, 0.65});
    assertEquals(0.21616187468057912, metric().of(truth, new Prediction.Label(p, true, CLASSES)), 1e-15);
    assertEquals(Double.NaN, metric().of(truth, new Prediction.Label(p, false, CLASSES)));
  }

  @Test
  void impossibleRowsCostALimitedAmount() {
    Target truth = new Target.Label(new int[] {1, 0}, CLASSES);
    Prediction sure = new Prediction.Label(Matrix.of(new double[] {1, 0}, new double[] {1, 0}), true, CLASSES);
    assertEquals(52 * Math.log(2) / 2, metric().of(truth, sure), 1e-13);
    assertEquals(Math.log(100) / 2, new LogLoss(Params.of(LogLoss.Config.class, "clip", 0.01)).of(truth, sure), 1e-14);
  }
}
