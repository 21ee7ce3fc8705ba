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

/** The values are those of the example of {@code f1_score} in the reference of scikit-learn 1.2. */
class F1Test extends MetricContract {
  @Override
  protected Metric metric() {
    return new F1(Params.of(F1.Config.class));
  }

  private static final List<String> CLASSES = List.of("a", "b", "c", "never");
  private static final Target TRUTH = new Target.Label(new int[] {0, 1, 2, 0, 1, 2}, CLASSES);

  @Test
  void example() {
    assertEquals(0.8 / 3, f1("macro").of(TRUTH, predicted(0, 2, 1, 0, 0, 1)), 1e-15);
    assertEquals(1.0 / 3, f1("micro").of(TRUTH, predicted(0, 2, 1, 0, 0, 1)), 1e-15);
    assertEquals(0.8 / 3, f1("weighted").of(TRUTH, predicted(0, 2, 1, 0, 0, 1)), 1e-15);
  }

  @Test
  void weightsAreTheFrequenciesInTheTruth() {
    Target truth = new Target.Label(new int[] {0, 0, 0, 1}, CLASSES);
    double a = 2 * 2 / 5.0; // TP 2, FP 0, FN 1
    double b = 2 * 1 / 3.0; // TP 1, FP 1, FN 0
    assertEquals((a + b) / 2, f1("macro").of(truth, predicted(0, 0, 1, 1)), 1e-15);
    assertEquals((3 * a + b) / 4, f1("weighted").of(truth, predicted(0, 0, 1, 1)), 1e-15);
  }

  @Test
  void aClassThatIsOnlyPredictedCounts() {
    Target truth = new Target.Label(new int[] {0, 0}, CLASSES);
    assertEquals((2 / 3.0 + 0) / 2, f1("macro").of(truth, predicted(0, 3)), 1e-15);
  }

  private static Metric f1(String average) {
    return new F1(Params.of(F1.Config.class, "average", average));
  }

  private static Prediction predicted(int... winners) {
    Matrix scores = Matrix.stack(winners.length, n -> Matrix.identity(CLASSES.size()).row(winners[n]));
    return new Prediction.Label(scores, true, CLASSES);
  }
}
