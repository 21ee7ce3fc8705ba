package ansatz.regression;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ansatz.learn.Context;
import ansatz.learn.Examples;
import ansatz.learn.IterativeEstimator;
import ansatz.learn.Key;
import ansatz.learn.Params;
import ansatz.learn.State;
import ansatz.learn.Target;
import ansatz.linalg.LinearAlgebra;
import ansatz.linalg.Matrix;
import ansatz.linalg.jblas.JblasLinearAlgebra;
import ansatz.testkit.IterativeEstimatorContract;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.junit.jupiter.api.Test;

final class KMeansTest extends IterativeEstimatorContract {
  private final LinearAlgebra linalg = new JblasLinearAlgebra();

  @Override
  protected IterativeEstimator estimator() {
    return kMeans();
  }

  @Override
  protected LinearAlgebra linearAlgebra() {
    return linalg;
  }

  private static KMeans kMeans(Object... params) {
    return new KMeans(Params.of(KMeans.Config.class, params));
  }

  private static Examples rows(double... x) {
    return Stored.examples(Matrix.column(x), new Target.None());
  }

  @Test
  void agreesWithScikitLearn() {
    JsonNode reference = Stored.sklearn("iris_kmeans3_init_rows_0_50_100");
    Examples iris = Stored.examples(Stored.iris().x(), new Target.None());
    State state = kMeans("initRows", List.of(0, 50, 100)).fit(context(), iris);
    assertEquals(reference.get("inertia").asDouble(), state.real("inertia"), 1e-10);
    assertArrayEquals(Stored.matrix(reference.get("centers")).data(), state.doubles("centres"), 1e-12);
  }

  /** From 0 and 1 the rows 0 | 1 5 6 move the centres to 0 and 4, then to 1/2 and 11/2. */
  @Test
  void twoStepsByHand() {
    KMeans kMeans = kMeans("k", 2, "init", "first-rows");
    Examples examples = rows(0, 1, 5, 6);
    State first = kMeans.step(context(), examples, kMeans.init(context(), examples));
    assertArrayEquals(new double[] {0, 4}, first.doubles("centres"), 1e-15);
    assertEquals(0 + 1 + 1 + 4, first.real("inertia"), 1e-15);
    assertFalse(kMeans.converged(first));
    State second = kMeans.step(context(), examples, first);
    assertArrayEquals(new double[] {0.5, 5.5}, second.doubles("centres"), 1e-15);
    assertEquals(1, second.real("inertia"), 1e-15);
    assertTrue(kMeans.converged(second));
  }

  /** Two centres start at the same place: the second has no rows and takes the row farthest from its centre. */
  @Test
  void centreWithoutRowsTakesTheFarthest() {
    State state = kMeans("k", 2, "init", "first-rows").fit(context(), rows(1, 1, 1, 9));
    assertArrayEquals(new double[] {1, 9}, state.doubles("centres"), 1e-15);
    assertEquals(0, state.real("inertia"));
    assertEquals(0, kMeans("k", 3).fit(context(), rows(2, 2, 2, 2)).real("inertia"));
  }

  /** With three far apart pairs, k-means++ starts in different pairs for every key. */
  @Test
  void plusPlusSpreadsTheStart() {
    for (int seed = 0; seed < 50; seed++) {
      State state = kMeans().fit(new Context(linalg, new Key(seed)), rows(0, 1, 1e6, 1e6 + 1, 2e6, 2e6 + 1));
      assertEquals(1.5, state.real("inertia"), 1e-9, "seed " + seed);
    }
  }

  @Test
  void refusesImpossibleStarts() {
    assertThrows(IllegalArgumentException.class, () -> kMeans().fit(context(), rows(1, 2)));
    assertThrows(IllegalArgumentException.class,
        () -> kMeans("k", 2, "initRows", List.of(0, 7)).fit(context(), rows(1, 2)));
    assertThrows(IllegalArgumentException.class,
        () -> kMeans("k", 2, "initRows", List.of(0)).fit(context(), rows(1, 2)));
  }
}
