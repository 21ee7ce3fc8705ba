package ansatz.baseline.tribuo;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import ansatz.learn.Estimator;
import ansatz.learn.Examples;
import ansatz.learn.Params;
import ansatz.learn.Prediction;
import ansatz.learn.Target;
import ansatz.learn.Task;
import ansatz.linalg.Matrix;
import ansatz.testkit.TinyProblem;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class KnnTest extends AbstractTribuoTest {
  @Override
  protected Estimator estimator() {
    return new Knn(Params.of(Knn.Config.class));
  }

  @Override
  protected double leastScore(TinyProblem problem) {
    return problem.task() == Task.REGRESSION ? 0.7 : 0.9;
  }

  @Override
  double leastOnDiabetes() {
    return 0.3;
  }

  @Test
  void digitsAsScikitLearn() {
    Examples digits = SharedData.digits();
    double accuracy = heldOut(estimator(), digits, IntStream.range(0, 1437).toArray(),
        IntStream.range(1437, 1797).toArray());
    assertEquals(0.9638888888888889, accuracy, 1e-12);
  }

  @Test
  void meanOfTheNeighbours() {
    Examples examples = new Examples(List.of("x"), Matrix.column(1, 2, 3, 4, 5, 100), new Target.Real(
        new double[] {10, 20, 60, 40, 50, 1000}));
    Prediction.Real prediction = (Prediction.Real) estimator().predict(context(), estimator().fit(context(), examples),
        Matrix.column(0));
    assertArrayEquals(new double[] {36}, prediction.mean(), 1e-12);
  }

  @Test
  void fewerRowsThanNeighboursAreRefused() {
    Examples three = new Examples(List.of("x"), Matrix.column(1, 2, 3), new Target.Real(new double[] {1, 2, 3}));
    assertEquals("k is 5, but there are only 3 rows",
        assertThrows(IllegalArgumentException.class, () -> estimator().fit(context(), three)).getMessage());
  }

  @ParameterizedTest
  @EnumSource
  void everyDistanceWorks(Knn.Distance distance) {
    assertWorks(new Knn(Params.of(Knn.Config.class, "distance", distance)));
  }

  @ParameterizedTest
  @EnumSource
  void everySearchWorks(Knn.Search search) {
    assertWorks(new Knn(Params.of(Knn.Config.class, "search", search)));
  }
}
