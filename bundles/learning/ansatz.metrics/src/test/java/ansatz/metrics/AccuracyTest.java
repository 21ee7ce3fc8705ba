package ansatz.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ansatz.learn.Metric;
import ansatz.learn.Prediction;
import ansatz.learn.Target;
import ansatz.linalg.Matrix;
import ansatz.testkit.MetricContract;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The values are those of the example of {@code accuracy_score} in the reference of scikit-learn 1.2. */
class AccuracyTest extends MetricContract {
  @Override
  protected Metric metric() {
    return new Accuracy();
  }

  private static final List<String> CLASSES = List.of("a", "b", "c", "d");

  @Test
  void example() {
    assertEquals(0.5, metric().of(new Target.Label(new int[] {0, 1, 2, 3}, CLASSES), predicted(0, 2, 1, 3)), 1e-15);
  }

  private static Prediction predicted(int... winners) {
    Matrix scores = Matrix.stack(winners.length, n -> Matrix.identity(CLASSES.size()).row(winners[n]));
    return new Prediction.Label(scores, true, CLASSES);
  }
}
