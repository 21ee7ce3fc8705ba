package ansatz.regression;

import ansatz.learn.Cite;
import ansatz.learn.Context;
import ansatz.learn.Estimator;
import ansatz.learn.EstimatorFactory;
import ansatz.learn.Examples;
import ansatz.learn.IterativeEstimator;
import ansatz.learn.Name;
import ansatz.learn.Param;
import ansatz.learn.Prediction;
import ansatz.learn.State;
import ansatz.learn.Summary;
import ansatz.learn.Task;
import ansatz.linalg.Array;
import ansatz.linalg.LinearAlgebra.Op;
import ansatz.linalg.LinearAlgebra.Svd;
import ansatz.linalg.Matrix;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.osgi.service.component.annotations.Component;

/**
 * Bayesian linear regression: a Gaussian prior on the weights, the posterior in closed form, and the two precisions
 * chosen by maximal evidence.
 *
 * $$ w \sim \mathcal N(0, \alpha^{-1} I), \quad y \mid x, w \sim \mathcal N(w^\top x + b, \beta^{-1}), \qquad
 *    S^{-1} = \alpha I + \beta X^\top X, \quad m = \beta S X^\top y, \qquad
 *    y_* \mid x_* \sim \mathcal N(m^\top x_* + b,\; \beta^{-1} + x_*^\top S x_*) $$
 *
 * $$ \ln p(y \mid \alpha, \beta) = \tfrac D2 \ln\alpha + \tfrac N2 \ln\beta - \tfrac\beta2 \|y - Xm\|^2
 *    - \tfrac\alpha2 \|m\|^2 + \tfrac12 \ln |S| - \tfrac N2 \ln 2\pi $$
 *
 * <p>One step is MacKay's fixed point, in which gamma counts the weights that the data determine; Gamma(shape, rate)
 * priors on both precisions keep them finite for data without noise or without signal, and add
 * shape ln(.) - rate (.) of each to the objective:
 *
 * $$ \gamma = \sum_k \frac{\beta s_k^2}{\alpha + \beta s_k^2}, \qquad
 *    \alpha \leftarrow \frac{\gamma + 2 a}{\|m\|^2 + 2 r}, \qquad
 *    \beta \leftarrow \frac{N - \gamma + 2 a}{\|y - X m\|^2 + 2 r} $$
 *
 * <p>X and y are centred; the intercept is taken at its estimate, as if it were known. The mode m is ridge regression
 * with lambda = alpha / beta. A step may lower the objective; where the steps rest, it is stationary. One singular
 * value decomposition at the start, X = U diag(s) V^T, makes every step cheap and needs no inverse.
 *
 * <p>Shapes: x [N,D], y [N], m [D], S [D,D], s [K] with K = min(N,D), V [D,K].
 *
 * <p>Cost: about 6 N D min(N,D) flops once, D K a step, D K a predicted row; K D numbers of state.
 */
@Cite(key = "mackay1992bayesian", title = "Bayesian interpolation", authors = "MacKay, D. J. C.", year = 1992,
    venue = "Neural Computation 4(3)", url = "https://doi.org/10.1162/neco.1992.4.3.415")
@Cite(key = "bishop2006pattern", title = "Pattern Recognition and Machine Learning", authors = "Bishop, C. M.",
    year = 2006, venue = "Springer", where = "eqs. (3.53), (3.58), (3.86), (3.91)-(3.95)")
public final class BayesianLinearRegression implements IterativeEstimator {
  /** What to do with the two precisions. */
  public enum Evidence {
    /** Choose them by maximal evidence. */
    MAXIMISE,
    /** Keep them as given. */
    FIXED
  }

  /** Parameters of Bayesian linear regression. */
  public record Config(
      @Param(help = "whether to maximise the evidence over both precisions", value = "maximise") Evidence evidence,
      @Param(help = "precision of the prior on the weights, to start with or for good", value = "1", min = 0,
          exclusiveMin = true, scale = Param.Scale.LOG) double alpha,
      @Param(help = "precision of the noise, to start with or for good; empty for 1 / variance of y", min = 0,
          exclusiveMin = true, scale = Param.Scale.LOG) Optional<Double> beta,
      @Param(help = "shape of the Gamma priors on both precisions", value = "1e-6", min = 0) double shape,
      @Param(help = "rate of the Gamma priors on both precisions", value = "1e-6", min = 0,
          exclusiveMin = true) double rate,
      @Param(help = "whether to fit a constant term", value = "true") boolean intercept,
      @Param(help = "stop when neither precision changes by more, relatively", value = "1e-8", min = 0,
          exclusiveMin = true, scale = Param.Scale.LOG) double tolerance,
      @Param(help = "stop after this many steps", value = "300", min = 1) int maxSteps) {}

  private final Config config;

  public BayesianLinearRegression(Config config) {
    this.config = config;
  }

  @Override
  public Set<Task> tasks() {
    return Set.of(Task.REGRESSION);
  }

  @Override
  public State init(Context context, Examples examples) {
    Centred data = Centred.of(examples.require(tasks()), config.intercept());
    Matrix y = Matrix.column(data.y());
    Svd svd = context.linalg().svd(data.x());
    double[] z = context.linalg().multiply(svd.u(), Op.TRANSPOSED, y, Op.PLAIN).data();
    double[] explained = context.linalg().multiply(svd.u(), z);
    double outside = 0;
    double total = 0;
    for (int i = 0; i < explained.length; i++) {
      outside += (data.y()[i] - explained[i]) * (data.y()[i] - explained[i]);
      total += data.y()[i] * data.y()[i];
    }
    Map<String, Array> fixed = new TreeMap<>();
    fixed.put("s", Array.of(svd.s()));
    fixed.put("V", Array.of(svd.v()));
    fixed.put("z", Array.of(z));
    fixed.put("outside", Array.of(new double[] {outside}));
    fixed.put("x-mean", Array.of(data.xMean()));
    fixed.put("y-mean", Array.of(new double[] {data.yMean()}));
    double n = data.y().length;
    double beta = config.beta().orElse(total > 0 ? n / total : 1);
    return state(fixed, n, config.alpha(), beta, 0, config.evidence() == Evidence.FIXED);
  }

  @Override
  public State step(Context context, Examples examples, State state) {
    GaussianPosterior old = posterior(state);
    double n = examples.x().rows();
    double alpha = (old.gamma() + 2 * config.shape()) / (old.squaredWeights() + 2 * config.rate());
    double beta = (n - old.gamma() + 2 * config.shape()) / (old.squaredResiduals() + 2 * config.rate());
    double change = Math.max(Math.abs(alpha / state.real("alpha") - 1), Math.abs(beta / state.real("beta") - 1));
    return state(state.arrays(), n, alpha, beta, state.integer("step") + 1, change <= config.tolerance());
  }

  /** The posterior for the given precisions, beside the arrays that stay the same in all steps. */
  private State state(Map<String, Array> fixed, double n, double alpha, double beta, long step, boolean settled) {
    Map<String, Array> arrays = new TreeMap<>(fixed);
    GaussianPosterior posterior = new GaussianPosterior(new State(1, arrays), alpha, beta);
    double[] xMean = arrays.get("x-mean").doubles();
    Centred origin = new Centred(Matrix.zeros(0, xMean.length), new double[0], xMean,
        arrays.get("y-mean").doubles()[0]);
    origin.function(posterior.mean()).putInto(arrays);
    double prior = config.shape() * (Math.log(alpha) + Math.log(beta)) - config.rate() * (alpha + beta);
    arrays.put("alpha", Array.of(new double[] {alpha}));
    arrays.put("beta", Array.of(new double[] {beta}));
    arrays.put("log-evidence", Array.of(new double[] {posterior.logEvidence(n)}));
    arrays.put("objective", Array.of(new double[] {posterior.logEvidence(n) + prior}));
    return new State(1, arrays, Map.of("step", step, "settled", settled));
  }

  private static GaussianPosterior posterior(State state) {
    return new GaussianPosterior(state, state.real("alpha"), state.real("beta"));
  }

  @Override
  public boolean converged(State state) {
    return state.flag("settled") || state.integer("step") >= config.maxSteps();
  }

  @Override
  public int maxSteps() {
    return config.maxSteps();
  }

  @Override
  public Objective objective(State state) {
    return new Objective("log evidence", state.real("objective"), true);
  }

  @Override
  public Prediction predict(Context context, State state, Matrix x) {
    LinearFunction function = LinearFunction.of(state);
    Examples.requireFeatures(x, function.weights().length);
    GaussianPosterior posterior = posterior(state);
    Matrix centred = Centred.less(x, state.doubles("x-mean"));
    Matrix turned = context.linalg().multiply(centred, state.array("V").matrix());
    double[] deviation = new double[x.rows()];
    for (int i = 0; i < deviation.length; i++) {
      deviation[i] = Math.sqrt(1 / state.real("beta") + posterior.variance(centred.row(i), turned.row(i)));
    }
    return new Prediction.Real(function.of(context.linalg(), x), Optional.of(deviation));
  }

  /** The posterior mean and deviation of each weight, both precisions, gamma, and the log evidence. */
  @Override
  public Summary summary(State state, Examples examples) {
    LinearFunction function = LinearFunction.of(state);
    GaussianPosterior posterior = posterior(state);
    Matrix v = state.array("V").matrix();
    double[] errors = new double[1 + v.rows()];
    errors[0] = Double.NaN;
    for (int j = 0; j < v.rows(); j++) {
      double[] unit = new double[v.rows()];
      unit[j] = 1;
      errors[1 + j] = Math.sqrt(posterior.variance(unit, v.row(j)));
    }
    Summary coefficients = function.summary(examples.features(), errors, config.intercept());
    List<Summary.Entry> entries = new ArrayList<>(coefficients.entries());
    entries.add(new Summary.Entry("(alpha)", state.real("alpha"), Double.NaN));
    entries.add(new Summary.Entry("(beta)", state.real("beta"), Double.NaN));
    entries.add(new Summary.Entry("(gamma)", posterior.gamma(), Double.NaN));
    entries.add(new Summary.Entry("(log evidence)", state.real("log-evidence"), Double.NaN));
    return new Summary(coefficients.title(), entries);
  }

  /** Makes the estimator known as {@code bayesian-linear}. */
  @Component(service = EstimatorFactory.class)
  @Name("bayesian-linear")
  public static final class Factory implements EstimatorFactory {
    @Override
    public Class<BayesianLinearRegression> algorithm() {
      return BayesianLinearRegression.class;
    }

    @Override
    public Class<Config> config() {
      return Config.class;
    }

    @Override
    public Estimator create(Record config) {
      return new BayesianLinearRegression((Config) config);
    }
  }
}
