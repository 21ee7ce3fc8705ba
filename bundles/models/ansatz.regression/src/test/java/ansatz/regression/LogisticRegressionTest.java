package ansatz.regression;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ansatz.learn.Examples;
import ansatz.learn.IterativeEstimator;
import ansatz.learn.Params;
import ansatz.learn.Prediction;
import ansatz.learn.State;
import ansatz.learn.Target;
import ansatz.linalg.LinearAlgebra;
import ansatz.linalg.Matrix;
import ansatz.linalg.jblas.JblasLinearAlgebra;
import ansatz.testkit.IterativeEstimatorContract;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class LogisticRegressionTest extends IterativeEstimatorContract {
  private final LinearAlgebra linalg = new JblasLinearAlgebra();

  @Override
  protected IterativeEstimator estimator() {
    return logistic();
  }

  @Override
  protected LinearAlgebra linearAlgebra() {
    return linalg;
  }

  private static LogisticRegression logistic(Object... params) {
    return new LogisticRegression(Params.of(LogisticRegression.Config.class, params));
  }

  private static double logLoss(Prediction.Label p, Target target) {
    int[] y = ((Target.Label) target).values();
    return IntStream.range(0, y.length).mapToDouble(i -> -Math.log(p.scores().get(i, y[i]))).average().orElseThrow();
  }

  private static double accuracy(Prediction.Label p, Target target) {
    int[] y = ((Target.Label) target).values();
    int[] winners = p.winners();
    return IntStream.range(0, y.length).filter(i -> y[i] == winners[i]).count() / (double) y.length;
  }

  private Prediction.Label predict(LogisticRegression model, State state, Matrix x) {
    return (Prediction.Label) model.predict(context(), state, x);
  }

  /** The reference stopped near the minimum; Newton may not end above it. */
  @ParameterizedTest
  @ValueSource(strings = {"0.1", "1.0", "10.0"})
  void agreesWithScikitLearnOnTwoClasses(String c) {
    JsonNode reference = Stored.sklearn("breast_cancer_logreg_C" + c);
    Examples raw = Stored.breastCancer();
    Examples examples = Stored.examples(Stored.scaled(raw.x(), 1), raw.target());
    LogisticRegression model = logistic("lambda", 1 / Double.parseDouble(c));
    State state = model.fit(context(), examples);
    double[] expected = Arrays.copyOf(Stored.doubles(reference.get("coef")), 31);
    expected[30] = reference.get("intercept").asDouble();
    assertArrayEquals(expected, state.doubles("theta"), 2e-3);
    SoftmaxObjective j = new SoftmaxObjective(linalg, SoftmaxObjective.design(examples.x(), true),
        ((Target.Label) raw.target()).values(), 1 / Double.parseDouble(c), true);
    Matrix theirs = new Matrix(1, 31, expected);
    double above = j.value(theirs, j.scores(theirs)) - state.real("objective");
    assertTrue(above >= 0 && above < 1e-5, "the reference stopped " + above + " above");
    Prediction.Label p = predict(model, state, examples.x());
    assertEquals(reference.get("acc").asDouble(), accuracy(p, examples.target()), 1e-12);
    assertEquals(reference.get("logloss").asDouble(), logLoss(p, examples.target()), 1e-5);
  }

  @Test
  void agreesWithScikitLearnOnThreeClasses() {
    JsonNode reference = Stored.sklearn("iris_logreg_C1");
    State state = logistic().fit(context(), Stored.iris());
    Matrix theta = state.array("theta").matrix();
    for (int k = 0; k < 3; k++) {
      for (int j = 0; j < 4; j++) {
        assertEquals(reference.get("coef").get(k).get(j).asDouble(), theta.get(k, j), 2e-4);
      }
      assertEquals(reference.get("intercept").get(k).asDouble(), theta.get(k, 4), 1e-3);
    }
    Prediction.Label p = predict(logistic(), state, Stored.iris().x());
    assertEquals(reference.get("acc").asDouble(), accuracy(p, Stored.iris().target()), 1e-12);
    assertEquals(reference.get("logloss").asDouble(), logLoss(p, Stored.iris().target()), 1e-5);
  }

  @Test
  void agreesWithScikitLearnOnDigits() {
    JsonNode reference = Stored.sklearn("digits_logreg_C1_pixels/16");
    Examples raw = Stored.digits();
    Matrix x = raw.x().copy();
    for (int i = 0; i < x.data().length; i++) {
      x.data()[i] /= 16;
    }
    Examples all = Stored.examples(x, raw.target());
    Examples train = all.rows(IntStream.range(0, 1437).toArray());
    Examples test = all.rows(IntStream.range(1437, x.rows()).toArray());
    State state = logistic().fit(context(), train);
    assertEquals("converged", state.text("outcome"));
    assertEquals(reference.get("objective_value").asDouble(), state.real("objective"), 1e-3);
    Prediction.Label p = predict(logistic(), state, test.x());
    assertEquals(reference.get("test_acc").asDouble(), accuracy(p, test.target()), 1e-12);
    assertEquals(reference.get("test_logloss").asDouble(), logLoss(p, test.target()), 1e-4);
  }

  /** One binary feature: the maximum-likelihood log odds are those of the counts, ln(1/3) at 0 and ln(2/1) at 1. */
  @Test
  void logOddsOfCounts() {
    Examples examples = Stored.examples(Matrix.column(0, 0, 0, 0, 1, 1, 1),
        new Target.Label(new int[] {1, 0, 0, 0, 1, 1, 0}, List.of("no", "yes")));
    State state = logistic("lambda", 0).fit(context(), examples);
    assertArrayEquals(new double[] {Math.log(6), -Math.log(3)}, state.doubles("theta"), 1e-9);
  }

  @Test
  void separableRowsAreNamedAsSuch() {
    Examples examples = problems().findFirst().orElseThrow().examples();
    LogisticRegression free = logistic("lambda", 0);
    State state = free.fit(context(), examples);
    assertEquals("separable", state.text("outcome"));
    assertTrue(state.integer("step") < free.maxSteps());
    assertEquals(1, accuracy(predict(free, state, examples.x()), examples.target()));
  }

  @Test
  void withoutInterceptTheOriginIsUndecided() {
    Examples examples = problems().findFirst().orElseThrow().examples();
    LogisticRegression model = logistic("intercept", false);
    Prediction.Label p = predict(model, model.fit(context(), examples), Matrix.zeros(1, 2));
    assertArrayEquals(new double[] {0.5, 0.5}, p.scores().data(), 1e-15);
  }

  @Test
  void stepLimitIsNamedAsSuch() {
    Examples examples = problems().findFirst().orElseThrow().examples();
    assertEquals("step limit", logistic("maxSteps", 1).fit(context(), examples).text("outcome"));
  }
}
