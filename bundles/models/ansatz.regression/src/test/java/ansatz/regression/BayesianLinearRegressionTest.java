package ansatz.regression;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ansatz.learn.Examples;
import ansatz.learn.IterativeEstimator;
import ansatz.learn.Params;
import ansatz.learn.Prediction;
import ansatz.learn.State;
import ansatz.learn.Summary;
import ansatz.learn.Target;
import ansatz.linalg.LinearAlgebra;
import ansatz.linalg.LinearAlgebra.Op;
import ansatz.linalg.Matrix;
import ansatz.linalg.jblas.JblasLinearAlgebra;
import ansatz.testkit.IterativeEstimatorContract;
import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;

final class BayesianLinearRegressionTest extends IterativeEstimatorContract {
  private final LinearAlgebra linalg = new JblasLinearAlgebra();

  @Override
  protected IterativeEstimator estimator() {
    return bayesian();
  }

  @Override
  protected LinearAlgebra linearAlgebra() {
    return linalg;
  }

  private static BayesianLinearRegression bayesian(Object... params) {
    return new BayesianLinearRegression(Params.of(BayesianLinearRegression.Config.class, params));
  }

  @Test
  void agreesWithScikitLearn() {
    JsonNode reference = Stored.sklearn("bayesian_ridge");
    Examples examples = Stored.diabetes();
    State state = bayesian().fit(context(), examples);
    Summary summary = bayesian().summary(state, examples);
    assertEquals(reference.get("alpha_noise_precision").asDouble(), state.real("beta"), 1e-9);
    assertEquals(reference.get("lambda_weight_precision").asDouble(), state.real("alpha"), 1e-9);
    assertArrayEquals(Stored.doubles(reference.get("coef")), LinearFunction.of(state).weights(), 1e-4);
    assertEquals(reference.get("log_marginal_last").asDouble(), bayesian().objective(state).value(), 1e-6);
    for (int j = 0; j < 10; j++) {
      double error = summary.entries().get(1 + j).standardError();
      assertEquals(reference.get("sigma_diag").get(j).asDouble(), error * error, 1e-2);
    }
    Prediction.Real first = (Prediction.Real) bayesian().predict(context(), state, examples.x().rows(0, 1, 2, 3, 4));
    assertArrayEquals(Stored.doubles(reference.get("predict_std_first5")), first.deviation().orElseThrow(), 1e-5);
  }

  /** The evidence is the density of y under N(0, I / beta + X X^T / alpha), without centring. */
  @Test
  void evidenceIsTheMarginalDensity() {
    Examples examples = problems().findFirst().orElseThrow().examples();
    State state = bayesian("evidence", "fixed", "alpha", 0.7, "beta", 3, "intercept", false, "shape", 0)
        .fit(context(), examples);
    int n = examples.x().rows();
    Matrix covariance = linalg.multiply(examples.x(), Op.PLAIN, examples.x(), Op.TRANSPOSED);
    for (int i = 0; i < covariance.data().length; i++) {
      covariance.data()[i] = covariance.data()[i] / 0.7 + (i % (n + 1) == 0 ? 1 / 3.0 : 0);
    }
    Matrix y = Matrix.column(((Target.Real) examples.target()).values());
    LinearAlgebra.Cholesky factor = linalg.cholesky(covariance);
    double square = linalg.multiply(y, Op.TRANSPOSED, factor.solve(y), Op.PLAIN).get(0, 0);
    double expected = -0.5 * (square + factor.logDet() + n * Math.log(2 * Math.PI));
    assertEquals(expected, state.real("log-evidence"), 1e-9 * Math.abs(expected));
  }

  @Test
  void modeIsRidge() {
    Examples examples = problems().findFirst().orElseThrow().examples();
    State bayes = bayesian("evidence", "fixed", "alpha", 2, "beta", 0.5).fit(context(), examples);
    State ridge = new Ridge(Params.of(Ridge.Config.class, "lambda", 4)).fit(context(), examples);
    assertArrayEquals(LinearFunction.of(ridge).weights(), LinearFunction.of(bayes).weights(), 1e-12);
  }

  /** One weight: x = -1, 1 and y = 0, 4: S = 1 / (alpha + 2 beta) = 1/5, m = beta S 4 = 8/5, at x = 3 variance 1/2 + 9/5. */
  @Test
  void posteriorOfOneWeight() {
    BayesianLinearRegression model = bayesian("evidence", "fixed", "alpha", 1, "beta", 2);
    State state = model.fit(context(), Stored.examples(Matrix.column(-1, 1), new Target.Real(new double[] {0, 4})));
    Prediction.Real at = (Prediction.Real) model.predict(context(), state, Matrix.column(3));
    assertArrayEquals(new double[] {2 + 3 * 8 / 5.0}, at.mean(), 1e-14);
    assertArrayEquals(new double[] {Math.sqrt(0.5 + 9 / 5.0)}, at.deviation().orElseThrow(), 1e-14);
  }

  /** Across the only row's direction the weights keep the prior's variance 1 / alpha. */
  @Test
  void directionsWithoutDataKeepThePrior() {
    BayesianLinearRegression model = bayesian("evidence", "fixed", "alpha", 0.25, "beta", 4, "intercept", false);
    State state = model.fit(context(),
        Stored.examples(Matrix.of(new double[] {1, 0, 0}), new Target.Real(new double[] {1})));
    Prediction.Real at = (Prediction.Real) model.predict(context(), state, Matrix.of(new double[] {1, 1, 0}));
    assertEquals(Math.sqrt(0.25 + 4 + 1 / 4.25), at.deviation().orElseThrow()[0], 1e-14);
  }

  @Test
  void targetWithoutNoiseStaysFinite() {
    Matrix x = Matrix.column(1, 2, 3, 4);
    State exact = bayesian().fit(context(), Stored.examples(x, new Target.Real(new double[] {2, 4, 6, 8})));
    assertEquals(2, LinearFunction.of(exact).weights()[0], 1e-6);
    State constant = bayesian().fit(context(), Stored.examples(x, new Target.Real(new double[] {5, 5, 5, 5})));
    assertEquals(5, LinearFunction.of(constant).intercept(), 1e-12);
    assertTrue(Double.isFinite(constant.real("log-evidence")));
  }
}
