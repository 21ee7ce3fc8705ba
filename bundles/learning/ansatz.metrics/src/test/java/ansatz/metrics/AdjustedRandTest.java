package ansatz.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ansatz.learn.Metric;
import ansatz.learn.Prediction;
import ansatz.learn.Target;
import ansatz.linalg.Matrix;
import ansatz.testkit.MetricContract;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The values are those of the example of {@code adjusted_rand_score} in the reference of scikit-learn 1.2. */
class AdjustedRandTest extends MetricContract {
  @Override
  protected Metric metric() {
    return new AdjustedRand();
  }

  @Test
  void examples() {
    assertEquals(1, index(new int[] {0, 0, 1, 1}, 1, 1, 0, 0), 1e-15);
    assertEquals(4 / 7.0, index(new int[] {0, 0, 1, 2}, 0, 0, 1, 1), 1e-15);
    assertEquals(4 / 7.0, index(new int[] {0, 0, 1, 1}, 0, 0, 1, 2), 1e-15);
    assertEquals(0, index(new int[] {0, 0, 0, 0}, 0, 1, 2, 3), 1e-15);
    assertEquals(-0.5, index(new int[] {0, 0, 1, 1}, 0, 1, 0, 1), 1e-15);
  }

  @Test
  void equalTrivialPartitionsAgree() {
    assertEquals(1, index(new int[] {0}, 0), 0);
    assertEquals(1, index(new int[] {0, 0, 0}, 2, 2, 2), 0);
    assertEquals(1, index(new int[] {0, 1, 2}, 2, 0, 1), 0);
  }

  @Test
  void withoutLabelsThereIsNothingToCompare() {
    assertEquals(Double.NaN, metric().of(new Target.None(), grouped(0, 1)));
  }

  private double index(int[] y, int... groups) {
    return metric().of(new Target.Label(y, List.of("a", "b", "c", "d")), grouped(groups));
  }

  private static Prediction grouped(int... groups) {
    return new Prediction.Group(Matrix.stack(groups.length, n -> Matrix.identity(4).row(groups[n])), Optional.empty());
  }
}
