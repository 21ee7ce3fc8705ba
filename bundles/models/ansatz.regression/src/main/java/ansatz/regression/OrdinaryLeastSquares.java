package ansatz.regression;

import ansatz.learn.Cite;
import ansatz.learn.Context;
import ansatz.learn.Estimator;
import ansatz.learn.EstimatorFactory;
import ansatz.learn.Examples;
import ansatz.learn.Name;
import ansatz.learn.Param;
import ansatz.learn.Prediction;
import ansatz.learn.State;
import ansatz.learn.Summary;
import ansatz.learn.Task;
import ansatz.linalg.Array;
import ansatz.linalg.LinearAlgebra;
import ansatz.linalg.Matrix;
import ansatz.linalg.SingularMatrixException;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.osgi.service.component.annotations.Component;

/**
 * Ordinary least squares: the linear function with the least sum of squared residuals, which is the maximum-likelihood
 * estimate under Gaussian noise.
 *
 * $$ \hat w = \arg\min_w \sum_{n=1}^N (y_n - w^\top x_n - b)^2, \qquad
 *    s^2 = \frac{1}{N-p} \sum_n (y_n - \hat y_n)^2, \qquad
 *    y \mid x \sim \mathcal N\bigl(\hat y(x),\; s^2 (1 + \tilde x^\top (\tilde X^\top \tilde X)^{-1} \tilde x)\bigr) $$
 *
 * <p>Here p counts the weights and the intercept, and x carries a leading 1 under the tilde. The problem is solved by
 * Householder QR of the centred features, never through the normal equations. Where the solution is not unique (more
 * features than rows, or dependent features), the one of least norm is taken, {@code w = X^+ y} of the centred data,
 * which interpolates for p &gt; N; such a fit has no predictive deviation and no standard errors. Nor has one without
 * degrees of freedom, N = p.
 *
 * <p>Shapes: x [N,D], y [N], w [D], b scalar, deviation [N].
 *
 * <p>Cost: 4 N D^2 flops to fit, N D^2 to predict with deviations; N D numbers beside the data, D^2 in the state.
 */
@Cite(key = "gauss1809theoria", title = "Theoria motus corporum coelestium", authors = "Gauss, C. F.", year = 1809,
    where = "liber II, sectio III")
@Cite(key = "golub1965numerical", title = "Numerical methods for solving linear least squares problems",
    authors = "Golub, G.", year = 1965, venue = "Numerische Mathematik 7", url = "https://doi.org/10.1007/BF01436075")
public final class OrdinaryLeastSquares implements Estimator {
  /** What to do where the solution is not unique. */
  public enum RankDeficient {
    /** Take the solution of least norm. */
    LEAST_NORM,
    /** Refuse the examples. */
    REFUSE
  }

  /** Parameters of ordinary least squares. */
  public record Config(@Param(help = "whether to fit a constant term", value = "true") boolean intercept,
      @Param(help = "what to do where the solution is not unique", value = "least-norm") RankDeficient rankDeficient) {}

  private final Config config;

  public OrdinaryLeastSquares(Config config) {
    this.config = config;
  }

  @Override
  public Set<Task> tasks() {
    return Set.of(Task.REGRESSION);
  }

  @Override
  public State fit(Context context, Examples examples) {
    LinearAlgebra linalg = context.linalg();
    Centred data = Centred.of(examples.require(tasks()), config.intercept());
    int n = data.x().rows();
    int freedom = n - data.x().cols() - (config.intercept() ? 1 : 0);
    Map<String, Array> arrays = new TreeMap<>();
    try {
      double[] w = uniqueSolution(linalg, data, freedom);
      data.function(w).putInto(arrays);
      if (freedom > 0) {
        putNoise(arrays, linalg, data, w, freedom);
      }
    } catch (SingularMatrixException e) {
      if (config.rankDeficient() == RankDeficient.REFUSE) {
        throw new SingularMatrixException("least squares has no unique solution for " + n + " rows of "
            + data.x().cols() + " features (" + e.getMessage() + "); set rankDeficient to least-norm");
      }
      double[] w = linalg.leastNorm(data.x(), Matrix.column(data.y()), -1).x().data();
      data.function(w).putInto(arrays);
    }
    return new State(1, arrays);
  }

  private static double[] uniqueSolution(LinearAlgebra linalg, Centred data, int freedom) {
    if (freedom < 0) {
      throw new SingularMatrixException("fewer rows than coefficients");
    }
    return linalg.leastSquares(data.x(), Matrix.column(data.y())).data();
  }

  /** s^2 and F with F F^T = (X^T X)^-1, from the R of centred columns of unit length. */
  private void putNoise(Map<String, Array> arrays, LinearAlgebra linalg, Centred data, double[] w, int freedom) {
    double[] fitted = linalg.multiply(data.x(), w);
    double squares = 0;
    for (int i = 0; i < fitted.length; i++) {
      squares += (data.y()[i] - fitted[i]) * (data.y()[i] - fitted[i]);
    }
    Matrix unit = data.x().copy();
    double[] length = new double[unit.cols()];
    for (int j = 0; j < length.length; j++) {
      length[j] = linalg.normFrobenius(Matrix.column(data.x().col(j)));
    }
    for (int i = 0; i < unit.data().length; i++) {
      unit.data()[i] /= length[i % length.length];
    }
    Matrix factor = linalg.inverse(linalg.qr(unit).r());
    for (int i = 0; i < factor.data().length; i++) {
      factor.data()[i] /= length[i / length.length];
    }
    arrays.put("residual-variance", Array.of(new double[] {squares / freedom}));
    arrays.put("factor", Array.of(factor));
    arrays.put("mean", Array.of(data.xMean()));
    arrays.put("intercept-leverage", Array.of(new double[] {config.intercept() ? 1.0 / fitted.length : 0}));
  }

  @Override
  public Prediction predict(Context context, State state, Matrix x) {
    LinearFunction function = LinearFunction.of(state);
    Examples.requireFeatures(x, function.weights().length);
    double[] mean = function.of(context.linalg(), x);
    if (!state.arrays().containsKey("factor")) {
      return new Prediction.Real(mean);
    }
    Matrix z = context.linalg().multiply(Centred.less(x, state.doubles("mean")), state.array("factor").matrix());
    double[] deviation = new double[mean.length];
    for (int i = 0; i < deviation.length; i++) {
      double leverage = state.real("intercept-leverage") + squares(z.row(i));
      deviation[i] = Math.sqrt(state.real("residual-variance") * (1 + leverage));
    }
    return new Prediction.Real(mean, Optional.of(deviation));
  }

  @Override
  public Summary summary(State state, Examples examples) {
    LinearFunction function = LinearFunction.of(state);
    double[] errors = new double[1 + function.weights().length];
    Arrays.fill(errors, Double.NaN);
    if (state.arrays().containsKey("factor")) {
      double variance = state.real("residual-variance");
      Matrix factor = state.array("factor").matrix();
      double[] mean = state.doubles("mean");
      double[] atOrigin = new double[mean.length];
      for (int j = 0; j < mean.length; j++) {
        errors[1 + j] = Math.sqrt(variance * squares(factor.row(j)));
        for (int k = 0; k < mean.length; k++) {
          atOrigin[k] += mean[j] * factor.get(j, k);
        }
      }
      errors[0] = Math.sqrt(variance * (state.real("intercept-leverage") + squares(atOrigin)));
    }
    return function.summary(examples.features(), errors, config.intercept());
  }

  private static double squares(double[] z) {
    return Arrays.stream(z).map(v -> v * v).sum();
  }

  /** Makes the estimator known as {@code ols}. */
  @Component(service = EstimatorFactory.class)
  @Name("ols")
  public static final class Factory implements EstimatorFactory {
    @Override
    public Class<OrdinaryLeastSquares> algorithm() {
      return OrdinaryLeastSquares.class;
    }

    @Override
    public Class<Config> config() {
      return Config.class;
    }

    @Override
    public Estimator create(Record config) {
      return new OrdinaryLeastSquares((Config) config);
    }
  }
}
