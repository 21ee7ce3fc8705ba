package ansatz.baseline.tribuo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ansatz.learn.Context;
import ansatz.learn.Estimator;
import ansatz.learn.Examples;
import ansatz.learn.Prediction;
import ansatz.learn.State;
import ansatz.learn.Summary;
import ansatz.learn.Target;
import ansatz.learn.Task;
import ansatz.linalg.LinearAlgebra;
import ansatz.linalg.Matrix;
import ansatz.testkit.EstimatorContract;
import ansatz.testkit.TinyProblem;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.time.Year;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The contract of estimators, and what holds for Tribuo's besides: each learns real data, says what it is, is silent. */
abstract class AbstractTribuoTest extends EstimatorContract {
  @Override
  protected final LinearAlgebra linearAlgebra() {
    return (LinearAlgebra) Proxy.newProxyInstance(LinearAlgebra.class.getClassLoader(),
        new Class<?>[] {LinearAlgebra.class}, (_, method, _) -> {
          throw new AssertionError("Tribuo has linear algebra of its own, but " + method + " was called");
        });
  }

  /** Capability: the least coefficient of determination on the last 142 rows of diabetes; the mean has none above 0. */
  double leastOnDiabetes() {
    return 0.4;
  }

  /** Capability: the least accuracy on every third row of iris; the most frequent class has a third. */
  double leastOnIris() {
    return 0.9;
  }

  @Test
  final void learnsDiabetes() {
    Assumptions.assumeTrue(estimator().tasks().contains(Task.REGRESSION), "classification only");
    Examples all = SharedData.diabetes();
    double score = heldOut(estimator(), all, IntStream.range(0, 300).toArray(), IntStream.range(300, 442).toArray());
    assertTrue(score >= leastOnDiabetes(), "R^2 " + score);
  }

  @Test
  final void learnsIris() {
    Assumptions.assumeTrue(estimator().tasks().contains(Task.CLASSIFICATION), "regression only");
    Examples all = SharedData.iris();
    double score = heldOut(estimator(), all, IntStream.range(0, 150).filter(i -> i % 3 != 0).toArray(),
        IntStream.range(0, 150).filter(i -> i % 3 == 0).toArray());
    assertTrue(score >= leastOnIris(), "accuracy " + score);
  }

  @ParameterizedTest
  @MethodSource("problems")
  final void printsNothing(TinyProblem problem) {
    PrintStream console = System.out;
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    try {
      System.setOut(new PrintStream(printed, true));
      State state = estimator().fit(context(), problem.examples());
      estimator().predict(context(), state, problem.x());
    } finally {
      System.setOut(console);
    }
    assertEquals("", printed.toString());
  }

  @ParameterizedTest
  @MethodSource("problems")
  final void keepsProvenanceWithoutTime(TinyProblem problem) {
    State state = estimator().fit(context(), problem.examples());
    String provenance = state.text("provenance");
    assertTrue(provenance.contains("org.tribuo"), provenance);
    String model = new String(state.array("model").bytes(), StandardCharsets.ISO_8859_1);
    String year = Year.now().getValue() + "-";
    assertFalse(model.contains(year), "the model says when it was trained");
  }

  @Test
  final void aSingleClassIsRefused() {
    Assumptions.assumeTrue(estimator().tasks().contains(Task.CLASSIFICATION), "regression only");
    Examples one = new Examples(List.of("a"), Matrix.column(1, 2, 3, 4, 5, 6),
        new Target.Label(new int[] {1, 1, 1, 1, 1, 1}, List.of("no", "yes")));
    IllegalArgumentException refusal = assertThrows(IllegalArgumentException.class,
        () -> estimator().fit(context(), one));
    assertTrue(refusal.getMessage().contains("'yes'"), refusal.getMessage());
  }

  /** The score on the held-out rows of what was learned from the others. */
  final double heldOut(Estimator estimator, Examples all, int[] learned, int[] heldOut) {
    Examples test = all.rows(heldOut);
    Prediction prediction = estimator.predict(context(), estimator.fit(context(), all.rows(learned)), test.x());
    return new TinyProblem("held out", all.task(), all, test.x(), test.target()).score(prediction);
  }

  /** That a choice of parameters works: same bits twice, and finite predictions, for each task. */
  final void assertWorks(Estimator choice) {
    problems().forEach(problem -> {
      State state = choice.fit(context(), problem.examples());
      assertTrue(state.sameBits(choice.fit(context(), problem.examples())), problem.name());
      assertEquals(problem.x().rows(), choice.predict(context(), state, problem.x()).size());
    });
  }

  /** The coefficients of the features in their order; 0 for those that are not in. */
  static double[] coefficients(Estimator estimator, Context context, Examples examples) {
    Map<String, Double> byName = estimator.summary(estimator.fit(context, examples), examples).entries().stream()
        .collect(Collectors.toMap(Summary.Entry::name, Summary.Entry::value));
    return examples.features().stream().mapToDouble(name -> byName.getOrDefault(name, 0.0)).toArray();
  }
}
