package ansatz.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import ansatz.learn.Context;
import ansatz.learn.Estimator;
import ansatz.learn.Examples;
import ansatz.learn.Key;
import ansatz.learn.Prediction;
import ansatz.learn.State;
import ansatz.learn.Summary;
import ansatz.learn.Target;
import ansatz.learn.Task;
import ansatz.linalg.Array;
import ansatz.linalg.LinearAlgebra;
import ansatz.linalg.Matrix;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The rules E1 to E8 of {@link Estimator}, on tiny problems of each of its tasks.
 *
 * <p>A bundle's test extends this class and gives the estimator; what an estimator cannot do is said by overriding a
 * capability, never by leaving out a rule.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class EstimatorContract {
  private final Map<String, State> fitted = new HashMap<>();

  /** A new estimator, equal to every other that this method makes; grouping estimators are set to three groups. */
  protected abstract Estimator estimator();

  /** The linear algebra it works with. */
  protected abstract LinearAlgebra linearAlgebra();

  /** Capability: the least score (R^2, accuracy, Rand index; see {@link TinyProblem#score}) on each tiny problem. */
  protected double leastScore(TinyProblem problem) {
    return 0.9;
  }

  /** Capability: the largest number of classes it can tell apart, 2 or more. */
  protected int mostClasses() {
    return 3;
  }

  /** How far the prediction for a row may depend on its neighbours: rounding of products of other shapes, relative. */
  protected double rowTolerance() {
    return 1e-10;
  }

  /** The tiny problems of its tasks. */
  protected final Stream<TinyProblem> problems() {
    return rawProblems().map(problem -> estimator().negativeFeatures() ? problem : problem.lifted());
  }

  private Stream<TinyProblem> rawProblems() {
    Key key = new Key(20250917);
    return estimator().tasks().stream().sorted().flatMap(task -> switch (task) {
      case REGRESSION -> Stream.of(TinyProblem.line(key));
      case CLASSIFICATION -> mostClasses() == 2
          ? Stream.of(TinyProblem.classes(key, 2))
          : Stream.of(TinyProblem.classes(key, 2), TinyProblem.classes(key, 3), TinyProblem.absentClass(key));
      case CLUSTERING -> Stream.of(TinyProblem.groups(key));
    });
  }

  /** A context with the same key every time. */
  protected final Context context() {
    return new Context(linearAlgebra(), new Key(7).fold("contract"));
  }

  @Test
  final void E5_negativeFeaturesAreRefusedWhereTheyMayNotBe() {
    assumeFalse(estimator().negativeFeatures(), "takes negative features");
    TinyProblem problem = rawProblems().findFirst().orElseThrow();
    String message = assertThrows(IllegalArgumentException.class,
        () -> estimator().fit(context(), problem.examples())).getMessage();
    assertTrue(message.contains("negative"), message);
  }

  @ParameterizedTest
  @MethodSource("problems")
  final void learnsTheProblem(TinyProblem problem) {
    double score = problem.score(predict(problem, fitted(problem)));
    assertTrue(score >= leastScore(problem), "score " + score + " is below " + leastScore(problem));
  }

  @ParameterizedTest
  @MethodSource("problems")
  final void E1_fitIsPure(TinyProblem problem) {
    Estimator estimator = estimator();
    State first = estimator.fit(context(), problem.examples());
    assertTrue(first.sameBits(estimator.fit(context(), problem.examples())), "the second fit differs");
    assertTrue(first.sameBits(fit(problem)), "the fit of another instance differs");
  }

  @ParameterizedTest
  @MethodSource("problems")
  final void E1_predictIsPure(TinyProblem problem) {
    Estimator estimator = estimator();
    State state = estimator.fit(context(), problem.examples());
    Prediction first = estimator.predict(context(), state, problem.x());
    assertSameBits(first, estimator.predict(context(), state, problem.x()));
    assertSameBits(first, predict(problem, state));
  }

  @ParameterizedTest
  @MethodSource("problems")
  final void E2_argumentsAreNotWrittenTo(TinyProblem problem) {
    Examples examples = copy(problem.examples());
    Matrix x = problem.x().copy();
    Estimator estimator = estimator();
    State state = estimator.fit(context(), examples);
    State before = StateFile.copy(state);
    estimator.predict(context(), state, x);
    estimator.summary(state, examples);
    assertSameBits(problem.examples(), examples);
    assertTrue(Array.of(problem.x()).sameBits(Array.of(x)), "predict wrote to x");
    assertTrue(before.sameBits(state), "predict or summary wrote to the state");
  }

  @ParameterizedTest
  @MethodSource("problems")
  final void E3_stateIsComplete(TinyProblem problem) {
    Examples examples = copy(problem.examples());
    State state = estimator().fit(context(), examples);
    State read = StateFile.copy(state);
    Prediction expected = predict(problem, state);
    Arrays.fill(examples.x().data(), Double.NaN);
    assertTrue(read.sameBits(state), "the state shares values with the examples");
    assertSameBits(expected, predict(problem, read));
  }

  @ParameterizedTest
  @MethodSource("problems")
  final void E3_stateHasASchema(TinyProblem problem) {
    assertTrue(fitted(problem).schema() >= 1, "schema numbers start at 1");
  }

  @ParameterizedTest
  @MethodSource("problems")
  final void E4_rowsArePredictedIndependently(TinyProblem problem) {
    State state = fitted(problem);
    Prediction all = predict(problem, state);
    for (int i = 0; i < problem.x().rows(); i++) {
      Prediction alone = estimator().predict(context(), state, problem.x().rows(i));
      assertEquals(1, alone.size());
      for (int k = 0; k < numbers(alone).size(); k++) {
        double[] expected = numbers(all).get(k);
        double[] actual = numbers(alone).get(k);
        int width = expected.length / all.size();
        for (int j = 0; j < width; j++) {
          double value = expected[i * width + j];
          assertEquals(value, actual[j], rowTolerance() * Math.max(1, Math.abs(value)), "row " + i);
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("problems")
  final void E4_noRowsGiveNoPredictions(TinyProblem problem) {
    assertEquals(0, estimator().predict(context(), fitted(problem), Matrix.zeros(0, problem.x().cols())).size());
  }

  @ParameterizedTest
  @MethodSource("problems")
  final void E5_noRowsAreRefused(TinyProblem problem) {
    assertRefused(problem.examples().rows());
  }

  @ParameterizedTest
  @MethodSource("problems")
  final void E5_featuresThatAreNotFiniteAreRefused(TinyProblem problem) {
    State state = fitted(problem);
    for (double bad : new double[] {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY}) {
      Examples examples = copy(problem.examples());
      examples.x().data()[3] = bad;
      assertRefused(examples);
      Matrix x = problem.x().copy();
      x.data()[3] = bad;
      assertNamed(assertThrows(IllegalArgumentException.class, () -> estimator().predict(context(), state, x)));
    }
  }

  @ParameterizedTest
  @MethodSource("problems")
  final void E5_targetsThatAreNotFiniteAreRefused(TinyProblem problem) {
    for (double bad : new double[] {Double.NaN, Double.POSITIVE_INFINITY}) {
      Examples examples = copy(problem.examples());
      if (examples.target() instanceof Target.Real real) {
        real.values()[5] = bad;
        assertRefused(examples);
      }
    }
  }

  @Test
  final void E5_targetsOfAnotherKindAreRefused() {
    Key key = new Key(1);
    List<TinyProblem> all = List.of(TinyProblem.line(key), TinyProblem.classes(key, 2), TinyProblem.groups(key));
    all.stream().filter(problem -> !estimator().tasks().contains(problem.task()))
        .forEach(problem -> assertRefused(problem.examples()));
  }

  @ParameterizedTest
  @MethodSource("problems")
  final void E5_anotherNumberOfFeaturesIsRefused(TinyProblem problem) {
    State state = fitted(problem);
    Matrix wide = problem.x().beside(Matrix.zeros(problem.x().rows(), 1));
    assertNamed(assertThrows(IllegalArgumentException.class, () -> estimator().predict(context(), state, wide)));
    Matrix narrow = Matrix.zeros(2, problem.x().cols() - 1);
    assertNamed(assertThrows(IllegalArgumentException.class, () -> estimator().predict(context(), state, narrow)));
  }

  @ParameterizedTest
  @MethodSource("problems")
  final void E6_randomnessComesFromTheKeyOnly(TinyProblem problem) throws Exception {
    State expected = fit(problem);
    estimator().fit(new Context(linearAlgebra(), new Key(8)), problem.examples());
    Callable<State> fit = () -> fit(problem);
    try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
      for (Future<State> other : threads.invokeAll(List.of(fit, fit, fit, fit))) {
        assertTrue(expected.sameBits(other.get()), "another thread gave other bits");
      }
    }
  }

  @ParameterizedTest
  @MethodSource("problems")
  final void E7_predictionsAnswerTheTask(TinyProblem problem) {
    Prediction prediction = predict(problem, fitted(problem));
    assertEquals(problem.x().rows(), prediction.size());
    numbers(prediction).forEach(values -> assertFalse(Arrays.stream(values).anyMatch(Double::isNaN), "NaN"));
    switch (problem.task()) {
      case REGRESSION -> {
        Optional<double[]> deviation = assertInstanceOf(Prediction.Real.class, prediction).deviation();
        assertTrue(Arrays.stream(deviation.orElse(new double[0])).allMatch(s -> s >= 0), "a deviation is negative");
      }
      case CLASSIFICATION -> {
        Prediction.Label label = assertInstanceOf(Prediction.Label.class, prediction);
        assertEquals(((Target.Label) problem.truth()).classes(), label.classes());
        if (label.probabilistic()) {
          assertDistributions(label.scores());
        }
      }
      case CLUSTERING -> assertDistributions(assertInstanceOf(Prediction.Group.class, prediction).responsibilities());
    }
  }

  @ParameterizedTest
  @MethodSource("problems")
  final void E7_summaryIsNamed(TinyProblem problem) {
    Summary summary = estimator().summary(fitted(problem), problem.examples());
    assertEquals(summary.entries().isEmpty(), summary.title().isEmpty(), "a summary with entries has a title");
    assertEquals(summary.entries().size(), summary.entries().stream().map(Summary.Entry::name).distinct().count(),
        "names of entries are unique");
  }

  @ParameterizedTest
  @MethodSource("problems")
  final void E8_statesHaveTheDeclaredSchema(TinyProblem problem) {
    assertEquals(estimator().stateSchema(), fitted(problem).schema(), "the schema of what fit returns");
  }

  @ParameterizedTest
  @MethodSource("problems")
  final void E8_statesOfItsOwnSchemaComeBackAsTheyAre(TinyProblem problem) {
    State state = fitted(problem);
    State before = StateFile.copy(state);
    assertTrue(before.sameBits(estimator().migrate(state, estimator().stateSchema())), "migrate changed its own state");
    assertTrue(before.sameBits(state), "migrate wrote to the state");
  }

  /** Older schemas that it does not know are refused by name; those that it knows lose nothing. */
  @ParameterizedTest
  @MethodSource("problems")
  final void E8_migrationThereAndBackGivesTheSameBits(TinyProblem problem) {
    State state = fitted(problem);
    for (int schema = 1; schema < state.schema(); schema++) {
      try {
        State older = StateFile.copy(estimator().migrate(StateFile.copy(state), schema));
        assertEquals(schema, older.schema(), "the schema asked for");
        assertTrue(state.sameBits(estimator().migrate(older, state.schema())),
            "schema " + schema + " and back differs");
      } catch (IllegalArgumentException refusal) {
        assertNamesSchema(refusal, schema);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("problems")
  final void E8_unknownSchemasAreRefused(TinyProblem problem) {
    State state = fitted(problem);
    int unknown = state.schema() + 1000;
    assertNamesSchema(assertThrows(IllegalArgumentException.class, () -> estimator().migrate(state, unknown)), unknown);
    State stranger = new State(unknown, state.arrays(), state.scalars());
    assertNamesSchema(
        assertThrows(IllegalArgumentException.class, () -> estimator().migrate(stranger, state.schema())), unknown);
  }

  private static void assertNamesSchema(IllegalArgumentException refusal, int schema) {
    String message = String.valueOf(refusal.getMessage());
    assertTrue(message.contains(String.valueOf(schema)), "schema " + schema + " is not named: " + message);
  }

  /** A state that fit returned, as its file would give it back: for rules that ask nothing of fit itself. */
  final State fitted(TinyProblem problem) {
    return StateFile.copy(fitted.computeIfAbsent(problem.name(), _ -> fit(problem)));
  }

  /** To be called where an instance of the test goes on with another estimator. */
  protected final void forgetFits() {
    fitted.clear();
  }

  final State fit(TinyProblem problem) {
    return estimator().fit(context(), problem.examples());
  }

  final Prediction predict(TinyProblem problem, State state) {
    return estimator().predict(context(), state, problem.x());
  }

  static Examples copy(Examples examples) {
    return examples.rows(IntStream.range(0, examples.x().rows()).toArray());
  }

  static void assertSameBits(Examples expected, Examples actual) {
    assertTrue(Array.of(expected.x()).sameBits(Array.of(actual.x())), "x was written to");
    switch (expected.target()) {
      case Target.Real real -> assertTrue(
          Array.of(real.values()).sameBits(Array.of(((Target.Real) actual.target()).values())), "y was written to");
      case Target.Label label -> assertTrue(
          Arrays.equals(label.values(), ((Target.Label) actual.target()).values()), "y was written to");
      case Target.None _ -> assertInstanceOf(Target.None.class, actual.target());
    }
  }

  private void assertRefused(Examples examples) {
    assertNamed(assertThrows(IllegalArgumentException.class, () -> estimator().fit(context(), examples)));
  }

  private static void assertNamed(IllegalArgumentException refusal) {
    assertTrue(refusal.getMessage() != null && refusal.getMessage().length() > 8,
        () -> "the message does not say what is wrong: " + refusal);
  }

  private static void assertDistributions(Matrix p) {
    for (int i = 0; i < p.rows(); i++) {
      assertTrue(Arrays.stream(p.row(i)).allMatch(value -> value >= 0), "a probability is negative");
      assertEquals(1, Arrays.stream(p.row(i)).sum(), 1e-12, "row " + i);
    }
  }

  private static void assertSameBits(Prediction expected, Prediction actual) {
    assertEquals(expected.getClass(), actual.getClass());
    for (int k = 0; k < numbers(expected).size(); k++) {
      assertTrue(Array.of(numbers(expected).get(k)).sameBits(Array.of(numbers(actual).get(k))), "predictions differ");
    }
  }

  /** Everything numeric in a prediction, each array with the rows as its first axis. */
  private static List<double[]> numbers(Prediction prediction) {
    List<double[]> numbers = new ArrayList<>();
    switch (prediction) {
      case Prediction.Real real -> {
        numbers.add(real.mean());
        real.deviation().ifPresent(numbers::add);
      }
      case Prediction.Label label -> numbers.add(label.scores().data());
      case Prediction.Group group -> {
        numbers.add(group.responsibilities().data());
        group.logDensity().ifPresent(numbers::add);
      }
    }
    return numbers;
  }
}
