package ansatz.regression;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ansatz.learn.Examples;
import ansatz.learn.IterativeEstimator;
import ansatz.learn.Params;
import ansatz.learn.Prediction;
import ansatz.learn.State;
import ansatz.learn.Target;
import ansatz.linalg.LinearAlgebra;
import ansatz.linalg.Matrix;
import ansatz.linalg.SingularMatrixException;
import ansatz.linalg.jblas.JblasLinearAlgebra;
import ansatz.testkit.IterativeEstimatorContract;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class GaussianMixtureTest extends IterativeEstimatorContract {
  private final LinearAlgebra linalg = new JblasLinearAlgebra();

  @Override
  protected IterativeEstimator estimator() {
    return mixture();
  }

  @Override
  protected LinearAlgebra linearAlgebra() {
    return linalg;
  }

  private static GaussianMixture mixture(Object... params) {
    return new GaussianMixture(Params.of(GaussianMixture.Config.class, params));
  }

  @Test
  void agreesWithScikitLearn() {
    JsonNode reference = Stored.sklearn("iris_gmm3_full_init_rows_0_50_100");
    Examples iris = Stored.examples(Stored.iris().x(), new Target.None());
    GaussianMixture model = mixture("initRows", List.of(0, 50, 100), "tolerance", 1e-12);
    State state = model.fit(context(), iris);
    assertArrayEquals(Stored.doubles(reference.get("weights")), state.doubles("weights"), 1e-5);
    assertArrayEquals(Stored.matrix(reference.get("means")).data(), state.doubles("means"), 1e-5);
    assertEquals(reference.get("lower_bound_mean_loglik").asDouble(), state.real("log-likelihood"), 1e-9);
    assertEquals(reference.get("bic").asDouble(), Stored.entry(model.summary(state, iris), "(BIC)"), 1e-6);
  }

  /** One component is the Gaussian of the sample mean and the sample covariance (divided by N). */
  @ParameterizedTest
  @ValueSource(strings = {"full", "diagonal", "spherical"})
  void oneComponentIsTheSampleGaussian(String covariance) {
    Examples examples = Stored.examples(
        Matrix.of(new double[] {0, 0}, new double[] {2, 0}, new double[] {0, 4}, new double[] {2, 4}),
        new Target.None());
    GaussianMixture model = mixture("k", 1, "covariance", covariance, "regularisation", 0);
    State state = model.fit(context(), examples);
    assertArrayEquals(new double[] {1, 2}, state.doubles("means"), 1e-15);
    double[] variances = covariance.equals("spherical") ? new double[] {2.5, 2.5} : new double[] {1, 4};
    Prediction.Group at = (Prediction.Group) model.predict(context(), state, Matrix.of(new double[] {3, 1}));
    double expected = -Math.log(2 * Math.PI) - 0.5 * Math.log(variances[0] * variances[1])
        - 0.5 * (4 / variances[0] + 1 / variances[1]);
    assertEquals(expected, at.logDensity().orElseThrow()[0], 1e-14);
  }

  @ParameterizedTest
  @ValueSource(strings = {"full", "diagonal", "spherical"})
  void likelihoodNeverFalls(String covariance) {
    Examples iris = Stored.examples(Stored.iris().x(), new Target.None());
    GaussianMixture model = mixture("covariance", covariance, "tolerance", 1e-10);
    State state = model.init(context(), iris);
    while (!model.converged(state)) {
      State next = model.step(context(), iris, state);
      assertTrue(next.real("log-likelihood") >= state.real("log-likelihood") - 1e-12);
      state = next;
    }
    assertTrue(state.integer("step") < model.maxSteps(), "EM did not converge");
  }

  @Test
  void collapsedComponentIsNamed() {
    Examples examples = Stored.examples(Matrix.of(new double[] {1, 1}, new double[] {2, 2}, new double[] {9, 9}),
        new Target.None());
    SingularMatrixException refusal = assertThrows(SingularMatrixException.class,
        () -> mixture("k", 2, "regularisation", 0).fit(context(), examples));
    assertTrue(refusal.getMessage().contains("raise regularisation"), refusal.getMessage());
  }

  @Test
  void farAwayRowsHaveADensity() {
    GaussianMixture model = mixture();
    State state = model.fit(context(), problems().findFirst().orElseThrow().examples());
    Prediction.Group at = (Prediction.Group) model.predict(context(), state, Matrix.of(new double[] {1e5, -1e5}));
    assertTrue(at.logDensity().orElseThrow()[0] < -1e8);
    assertTrue(Double.isFinite(at.responsibilities().get(0, 0)));
  }
}
