package ansatz.regression;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ansatz.learn.Estimator;
import ansatz.learn.Examples;
import ansatz.learn.Params;
import ansatz.learn.Target;
import ansatz.linalg.LinearAlgebra;
import ansatz.linalg.Matrix;
import ansatz.linalg.SingularMatrixException;
import ansatz.linalg.jblas.JblasLinearAlgebra;
import ansatz.testkit.EstimatorContract;
import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RidgeTest extends EstimatorContract {
  private final LinearAlgebra linalg = new JblasLinearAlgebra();

  @Override
  protected Estimator estimator() {
    return ridge("lambda", 0.1);
  }

  @Override
  protected LinearAlgebra linearAlgebra() {
    return linalg;
  }

  private static Ridge ridge(Object... params) {
    return new Ridge(Params.of(Ridge.Config.class, params));
  }

  private LinearFunction fit(Examples examples, Object... params) {
    return LinearFunction.of(ridge(params).fit(context(), examples));
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.0001", "0.01", "0.1", "1.0", "10.0"})
  void agreesWithScikitLearn(String lambda) {
    JsonNode reference = Stored.sklearn("ridge").get(lambda);
    LinearFunction f = fit(Stored.diabetes(), "lambda", Double.parseDouble(lambda));
    assertArrayEquals(Stored.doubles(reference.get("coef")), f.weights(), 1e-8);
    assertEquals(reference.get("intercept").asDouble(), f.intercept(), 1e-9);
  }

  @ParameterizedTest
  @ValueSource(doubles = {1e-3, 1, 100})
  void dualIsPrimal(double lambda) {
    Examples examples = problems().findFirst().orElseThrow().examples().rows(0, 1, 2, 3, 4, 5, 6);
    LinearFunction primal = fit(examples, "lambda", lambda, "solver", "primal");
    LinearFunction dual = fit(examples, "lambda", lambda, "solver", "dual");
    assertArrayEquals(primal.weights(), dual.weights(), 1e-11);
    assertEquals(primal.intercept(), dual.intercept(), 1e-11);
  }

  /** One feature, x = -1, 1 and y = 1, 5: w = sum x y / (sum x^2 + lambda) = 4 / (2 + 2), b = 3. */
  @Test
  void interceptIsNotPenalised() {
    LinearFunction f = fit(Stored.examples(Matrix.column(-1, 1), new Target.Real(new double[] {1, 5})), "lambda", 2);
    assertArrayEquals(new double[] {1}, f.weights(), 1e-15);
    assertEquals(3, f.intercept(), 1e-15);
  }

  @Test
  void refusesWhatHasNoUniqueSolution() {
    Examples wide = Stored.examples(Matrix.of(new double[] {1, 2}, new double[] {2, 4}),
        new Target.Real(new double[] {1, 2}));
    SingularMatrixException refusal = assertThrows(SingularMatrixException.class, () -> fit(wide, "lambda", 0));
    assertTrue(refusal.getMessage().contains("raise lambda"), refusal.getMessage());
  }
}
