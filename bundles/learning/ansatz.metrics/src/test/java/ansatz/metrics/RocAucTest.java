package ansatz.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ansatz.learn.Metric;
import ansatz.learn.Prediction;
import ansatz.learn.Target;
import ansatz.linalg.Matrix;
import ansatz.testkit.MetricContract;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The values are those of the example of {@code roc_auc_score} in the reference of scikit-learn 1.2, of {@code
 * scipy.stats.mannwhitneyu} (scipy 1.17.1), and counted by hand. */
class RocAucTest extends MetricContract {
  @Override
  protected Metric metric() {
    return new RocAuc();
  }

  private static final List<String> TWO = List.of("no", "yes");
  private static final List<String> THREE = List.of("a", "b", "c");

  @Test
  void example() {
    assertEquals(0.75, binary(new int[] {0, 0, 1, 1}, 0.1, 0.4, 0.35, 0.8), 1e-15);
  }

  @Test
  void tiesCountHalf() {
    int[] y = {0, 0, 1, 1, 1, 0, 1, 0, 1, 0};
    assertEquals(17 / 25.0, binary(y, 0.1, 0.4, 0.35, 0.8, 0.4, 0.4, 0.9, 0.2, 0.35, 0.6), 1e-15);
    assertEquals(0.5, binary(new int[] {0, 1, 1}, 0.3, 0.3, 0.3), 1e-15);
  }

  @Test
  void scoresOfTwoClassesAreComparedByTheirDifference() {
    Matrix scores = Matrix.of(new double[] {5, 6}, new double[] {0, 2}, new double[] {9, 9});
    Target truth = new Target.Label(new int[] {0, 1, 0}, TWO);
    assertEquals(1, metric().of(truth, new Prediction.Label(scores, false, TWO)), 0);
  }

  @Test
  void moreClassesAreAveraged() {
    Matrix p = Matrix.of(new double[] {0.6, 0.3, 0.1}, new double[] {0.3, 0.5, 0.2}, new double[] {0.4, 0.4, 0.2},
        new double[] {0.2, 0.2, 0.6});
    Target truth = new Target.Label(new int[] {0, 1, 1, 2}, THREE);
    // a: 3 of 3 pairs; b: {.5, .4} against {.3, .2}, 4 of 4; c: 3 of 3
    assertEquals(1, metric().of(truth, new Prediction.Label(p, true, THREE)), 1e-15);
    Target other = new Target.Label(new int[] {0, 1, 0, 1}, THREE);
    // a: {.6, .4} against {.3, .2}, 4 of 4; b: {.5, .2} against {.3, .4}, 2 of 4; c does not occur
    assertEquals((1 + 0.5) / 2, metric().of(other, new Prediction.Label(p, true, THREE)), 1e-15);
  }

  @Test
  void oneKindOfRowsHasNoArea() {
    assertEquals(Double.NaN, binary(new int[] {1, 1}, 0.2, 0.3));
  }

  private double binary(int[] y, double... p) {
    Matrix scores = Matrix.stack(p.length, n -> new double[] {1 - p[n], p[n]});
    return metric().of(new Target.Label(y, TWO), new Prediction.Label(scores, true, TWO));
  }
}
