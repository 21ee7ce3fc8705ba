package ansatz.regression;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ansatz.learn.Estimator;
import ansatz.learn.Examples;
import ansatz.learn.Key;
import ansatz.learn.Params;
import ansatz.learn.Prediction;
import ansatz.learn.Target;
import ansatz.linalg.LinearAlgebra;
import ansatz.linalg.Matrix;
import ansatz.linalg.jblas.JblasLinearAlgebra;
import ansatz.testkit.EstimatorContract;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class NearestNeighboursTest extends EstimatorContract {
  private final LinearAlgebra linalg = new JblasLinearAlgebra();

  @Override
  protected Estimator estimator() {
    return knn("weights", "distance");
  }

  @Override
  protected LinearAlgebra linearAlgebra() {
    return linalg;
  }

  @Override
  protected double leastScore(ansatz.testkit.TinyProblem problem) {
    return 0.85; // sixty rows in three dimensions are far from each other
  }

  private static NearestNeighbours knn(Object... params) {
    return new NearestNeighbours(Params.of(NearestNeighbours.Config.class, params));
  }

  private Prediction predict(NearestNeighbours knn, Examples examples, Matrix x) {
    return knn.predict(context(), knn.fit(context(), examples), x);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 5, 7, 10, 20})
  void agreesWithScikitLearnOnDigits(int k) {
    double reference = Stored.sklearn("digits_knn").get("" + k).asDouble();
    Examples digits = Stored.digits();
    Examples train = digits.rows(IntStream.range(0, 1437).toArray());
    Examples test = digits.rows(IntStream.range(1437, digits.x().rows()).toArray());
    int[] winners = ((Prediction.Label) predict(knn("k", k), train, test.x())).winners();
    int[] y = ((Target.Label) test.target()).values();
    long right = IntStream.range(0, y.length).filter(i -> y[i] == winners[i]).count();
    assertEquals(reference, right / (double) y.length, 1e-12);
  }

  /** On a coarse grid most distances tie, which is where the two searches could differ. */
  @ParameterizedTest
  @CsvSource({"uniform,1", "uniform,6", "distance,6", "distance,40"})
  void treeFindsWhatBruteForceFinds(String weights, int k) {
    RandomGenerator random = new Key(3).generator();
    for (int grid : new int[] {3, 1 << 20}) {
      Matrix x = Matrix.stack(400, _ -> new double[] {random.nextInt(grid), random.nextInt(grid), 1,
        random.nextInt(grid)});
      Matrix queries = Matrix.stack(100, _ -> new double[] {random.nextInt(grid), random.nextInt(grid), 1,
        random.nextInt(grid)});
      double[] y = random.doubles(400).toArray();
      Examples examples = Stored.examples(x, new Target.Real(y));
      Prediction.Real tree = (Prediction.Real) predict(knn("k", k, "weights", weights, "search", "kd-tree"), examples,
          queries);
      Prediction.Real brute = (Prediction.Real) predict(knn("k", k, "weights", weights, "search", "brute"), examples,
          queries);
      assertArrayEquals(brute.mean(), tree.mean());
      assertArrayEquals(brute.deviation().orElse(new double[0]), tree.deviation().orElse(new double[0]));
    }
  }

  /** Rows 0, 1, 3 with y = 0, 6, 12: around 1/2 the two closest are equally far. */
  @Test
  void meanAndSpreadOfTheNeighbours() {
    Examples examples = Stored.examples(Matrix.column(0, 1, 3), new Target.Real(new double[] {0, 6, 12}));
    Prediction.Real half = (Prediction.Real) predict(knn("k", 2), examples, Matrix.column(0.5, 2.5));
    assertArrayEquals(new double[] {3, 9}, half.mean(), 1e-15);
    assertArrayEquals(new double[] {3, 3}, half.deviation().orElseThrow(), 1e-15);
    Prediction.Real near = (Prediction.Real) predict(knn("k", 2, "weights", "distance"), examples,
        Matrix.column(2.5, 1));
    assertArrayEquals(new double[] {0.75 * 12 + 0.25 * 6, 6}, near.mean(), 1e-15);
    assertTrue(((Prediction.Real) predict(knn("k", 1), examples, Matrix.column(1))).deviation().isEmpty());
  }

  @Test
  void tiesGoToTheLowerRow() {
    Examples examples = Stored.examples(Matrix.column(1, -1),
        new Target.Label(new int[] {1, 0}, List.of("left", "right")));
    assertArrayEquals(new double[] {0, 1},
        ((Prediction.Label) predict(knn("k", 1), examples, Matrix.column(0))).scores().data());
  }

  @Test
  void refusesMoreNeighboursThanRows() {
    Examples examples = Stored.examples(Matrix.column(0, 1), new Target.Real(new double[] {0, 1}));
    assertThrows(IllegalArgumentException.class, () -> knn("k", 3).fit(context(), examples));
  }
}
