package ansatz.regression;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ansatz.learn.Estimator;
import ansatz.learn.Examples;
import ansatz.learn.Params;
import ansatz.learn.Prediction;
import ansatz.learn.State;
import ansatz.learn.Summary;
import ansatz.learn.Target;
import ansatz.linalg.LinearAlgebra;
import ansatz.linalg.Matrix;
import ansatz.linalg.SingularMatrixException;
import ansatz.linalg.jblas.JblasLinearAlgebra;
import ansatz.testkit.EstimatorContract;
import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class OrdinaryLeastSquaresTest extends EstimatorContract {
  private final LinearAlgebra linalg = new JblasLinearAlgebra();

  @Override
  protected Estimator estimator() {
    return ols();
  }

  @Override
  protected LinearAlgebra linearAlgebra() {
    return linalg;
  }

  private static OrdinaryLeastSquares ols(Object... params) {
    return new OrdinaryLeastSquares(Params.of(OrdinaryLeastSquares.Config.class, params));
  }

  /** Correct digits of coefficients and of their standard errors against NIST's certified values. */
  @ParameterizedTest
  @CsvSource({"Norris,12,12", "Pontius,12,12", "NoInt1,14,14", "NoInt2,14,14", "Longley,13,13", "Filip,7,7",
    "Wampler1,9,9", "Wampler2,12,12", "Wampler3,9,12", "Wampler4,8,12", "Wampler5,6,12"})
  void reachesCertifiedDigits(String name, int digits, int errorDigits) {
    JsonNode set = Stored.references("nist-strd/nist-strd.json").get("linear").get(name);
    boolean intercept = set.get("design").get("intercept").asBoolean();
    Examples examples = Stored.examples(features(set), new Target.Real(Stored.doubles(set.get("y"))));
    OrdinaryLeastSquares ols = ols("intercept", intercept);
    Summary summary = ols.summary(ols.fit(context(), examples), examples);
    JsonNode certified = set.get("certified");
    for (int j = 0; j < certified.get("beta").size(); j++) {
      Summary.Entry entry = summary.entries().get(j);
      assertDigits(certified.get("beta").get(j).asDouble(), entry.value(), digits, name + " " + entry.name());
      assertDigits(certified.get("sd").get(j).asDouble(), entry.standardError(), errorDigits, name + " sd " + j);
    }
  }

  private static void assertDigits(double certified, double value, int digits, String what) {
    double error = certified == 0 ? Math.abs(value) : Math.abs(value / certified - 1);
    assertTrue(error <= Math.pow(10, -digits), () -> what + ": " + -Math.log10(error) + " digits, not " + digits);
  }

  private static Matrix features(JsonNode set) {
    if (set.get("design").get("kind").asText().equals("multi")) {
      return Stored.matrix(set.get("x"));
    }
    int degree = set.get("design").get("degree_or_predictors").asInt();
    double[] x = Stored.doubles(set.get("x"));
    return Matrix.stack(x.length, i -> {
      double[] powers = new double[degree];
      for (int j = 0; j < degree; j++) {
        powers[j] = Math.pow(x[i], j + 1);
      }
      return powers;
    });
  }

  @Test
  void agreesWithScikitLearn() {
    JsonNode reference = Stored.sklearn("ols");
    LinearFunction f = LinearFunction.of(ols().fit(context(), Stored.diabetes()));
    assertArrayEquals(Stored.doubles(reference.get("coef")), f.weights(), 1e-9);
    assertEquals(reference.get("intercept").asDouble(), f.intercept(), 1e-10);
  }

  /** x = 0, 1, 2 and y = 0, 1, 3: b = -1/6, w = 3/2, s^2 = 1/6, leverage 1/3 + (x-1)^2 / 2. */
  @Test
  void deviationHasTheLeverageTerm() {
    Examples examples = Stored.examples(Matrix.column(0, 1, 2), new Target.Real(new double[] {0, 1, 3}));
    State state = ols().fit(context(), examples);
    Prediction.Real at = (Prediction.Real) ols().predict(context(), state, Matrix.column(1, 4));
    assertArrayEquals(new double[] {4.0 / 3, 35.0 / 6}, at.mean(), 1e-14);
    assertArrayEquals(new double[] {Math.sqrt(4.0 / 18), Math.sqrt((1 + 1.0 / 3 + 4.5) / 6)},
        at.deviation().orElseThrow(), 1e-14);
  }

  /** Of all lines through (0,0,0) -> 0 and (2,2,2) -> 6, the one of least norm has equal weights. */
  @Test
  void interpolatesWithLeastNormWhereRowsAreFew() {
    Examples examples = Stored.examples(Matrix.of(new double[3], new double[] {2, 2, 2}),
        new Target.Real(new double[] {0, 6}));
    State state = ols().fit(context(), examples);
    assertArrayEquals(new double[] {1, 1, 1}, LinearFunction.of(state).weights(), 1e-14);
    Prediction.Real fitted = (Prediction.Real) ols().predict(context(), state, examples.x());
    assertArrayEquals(new double[] {0, 6}, fitted.mean(), 1e-14);
    assertTrue(fitted.deviation().isEmpty());
    assertThrows(SingularMatrixException.class, () -> ols("rankDeficient", "refuse").fit(context(), examples));
  }

  @Test
  void constantFeatureGetsNoWeight() {
    Examples examples = Stored.examples(
        Matrix.of(new double[] {0.1, 1}, new double[] {0.1, 2}, new double[] {0.1, 3}, new double[] {0.1, 5}),
        new Target.Real(new double[] {1, 2, 3, 5}));
    assertArrayEquals(new double[] {0, 1}, LinearFunction.of(ols().fit(context(), examples)).weights(), 1e-14);
  }
}
