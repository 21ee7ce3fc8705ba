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
import ansatz.linalg.LinearAlgebra;
import ansatz.linalg.LinearAlgebra.Op;
import ansatz.linalg.Matrix;
import ansatz.linalg.SingularMatrixException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.osgi.service.component.annotations.Component;

/**
 * Mixture of Gaussians by expectation maximisation: groups that overlap, and a density.
 *
 * $$ p(x) = \sum_{k=1}^K \pi_k\, \mathcal N(x; \mu_k, \Sigma_k), \qquad
 *    r_{nk} = \frac{\pi_k\, \mathcal N(x_n; \mu_k, \Sigma_k)}{\sum_l \pi_l\, \mathcal N(x_n; \mu_l, \Sigma_l)} $$
 *
 * $$ N_k = \sum_n r_{nk}, \quad \pi_k = \frac{N_k}{N}, \quad \mu_k = \frac1{N_k} \sum_n r_{nk} x_n, \quad
 *    \Sigma_k = \frac1{N_k} \sum_n r_{nk} (x_n - \mu_k)(x_n - \mu_k)^\top + \epsilon I $$
 *
 * <p>One step computes the parameters from the responsibilities r, and r from the parameters. The mean log-likelihood
 * never falls, but for the ridge epsilon, which keeps a component from collapsing onto a row. The first r are the
 * groups that k-means finds; with {@code initRows} the means start at these rows, with equal weights and the covariance
 * of all rows. Covariances are full, diagonal, or one variance for all features (spherical). All densities stay
 * logarithms.
 *
 * <p>Shapes: x [N,D], pi [K], mu [K,D], Sigma [K,D,D] full, [K,D] diagonal, [K] spherical, r [N,K].
 *
 * <p>Cost: 2 N K D^2 + K D^3/3 flops a step for full covariances, 6 N K D else; N K numbers of state.
 */
@Cite(key = "dempster1977maximum", title = "Maximum likelihood from incomplete data via the EM algorithm",
    authors = "Dempster, A. P. and Laird, N. M. and Rubin, D. B.", year = 1977,
    venue = "Journal of the Royal Statistical Society B 39(1)")
@Cite(key = "bishop2006pattern", title = "Pattern Recognition and Machine Learning", authors = "Bishop, C. M.",
    year = 2006, venue = "Springer", where = "section 9.2.2, eqs. (9.23)-(9.28)")
@Cite(key = "schwarz1978estimating", title = "Estimating the dimension of a model", authors = "Schwarz, G.",
    year = 1978, venue = "Annals of Statistics 6(2)", url = "https://doi.org/10.1214/aos/1176344136")
public final class GaussianMixture implements IterativeEstimator {
  /** Keeps the mean of a component without rows defined. */
  private static final double NOTHING = 10 * Math.ulp(1.0);

  /** The shape of each component. */
  public enum Covariance {
    /** Any ellipsoid. */
    FULL,
    /** An ellipsoid along the axes. */
    DIAGONAL,
    /** A ball. */
    SPHERICAL
  }

  /** Parameters of the Gaussian mixture. */
  public record Config(@Param(help = "number of components", value = "3", min = 1) int k,
      @Param(help = "shape of each component", value = "full") Covariance covariance,
      @Param(help = "added to every variance", value = "1e-6", min = 0, scale = Param.Scale.LOG) double regularisation,
      @Param(help = "where the k-means centres start that give the first groups",
          value = "k-means-plus-plus") KMeans.Init init,
      @Param(help = "numbers of the k rows where the means start, instead of k-means",
          min = 0) Optional<List<Integer>> initRows,
      @Param(help = "stop when the mean log-likelihood rises by no more than this", value = "1e-6", min = 0,
          scale = Param.Scale.LOG) double tolerance,
      @Param(help = "stop after this many steps", value = "1000", min = 1) int maxSteps) {
    public Config {
      initRows = initRows.map(List::copyOf);
    }
  }

  private final Config config;

  public GaussianMixture(Config config) {
    this.config = config;
  }

  @Override
  public Set<Task> tasks() {
    return Set.of(Task.CLUSTERING);
  }

  @Override
  public State init(Context context, Examples examples) {
    Matrix x = examples.require(tasks()).x();
    Matrix r = Matrix.zeros(x.rows(), config.k());
    Map<String, Array> parameters = new TreeMap<>();
    if (config.initRows().isPresent()) {
      Arrays.fill(r.data(), 1.0 / config.k());
      parameters.putAll(maximise(context.linalg(), x, r));
      parameters.put("means", Array.of(x.rows(KMeans.checked(config.initRows().get(), config.k(), x.rows()))));
    } else {
      KMeans groups = new KMeans(new KMeans.Config(config.k(), config.init(), Optional.empty(), 300));
      long[] z = groups.fit(context, examples).array("assignment").longs();
      for (int i = 0; i < z.length; i++) {
        r.data()[i * config.k() + (int) z[i]] = 1;
      }
      parameters.putAll(maximise(context.linalg(), x, r));
    }
    return state(context.linalg(), x, parameters, Double.NEGATIVE_INFINITY, 0);
  }

  @Override
  public State step(Context context, Examples examples, State state) {
    Matrix r = state.array("responsibilities").matrix();
    Map<String, Array> parameters = maximise(context.linalg(), examples.x(), r);
    return state(context.linalg(), examples.x(), parameters, state.real("log-likelihood"), state.integer("step") + 1);
  }

  /** The parameters with the responsibilities and the log-likelihood they give. */
  private State state(LinearAlgebra linalg, Matrix x, Map<String, Array> parameters, double before, long step) {
    Map<String, Array> arrays = new TreeMap<>(parameters);
    Matrix joint = logJoint(linalg, new State(1, parameters), x);
    double logLikelihood = 0;
    for (double density : logDensity(joint)) {
      logLikelihood += density / x.rows();
    }
    arrays.put("responsibilities", Array.of(LogSumExp.softmax(joint)));
    arrays.put("log-likelihood", Array.of(new double[] {logLikelihood}));
    return new State(1, arrays, Map.of("step", step, "settled", logLikelihood - before <= config.tolerance()));
  }

  /** The parameters that maximise the expected log-likelihood. */
  private Map<String, Array> maximise(LinearAlgebra linalg, Matrix x, Matrix r) {
    int n = x.rows();
    int d = x.cols();
    int k = config.k();
    double[] weights = new double[k];
    Matrix means = linalg.multiply(r, Op.TRANSPOSED, x, Op.PLAIN);
    long[] shape = switch (config.covariance()) {
      case FULL -> new long[] {k, d, d};
      case DIAGONAL -> new long[] {k, d};
      case SPHERICAL -> new long[] {k};
    };
    List<double[]> covariances = new ArrayList<>();
    for (int c = 0; c < k; c++) {
      double[] share = r.col(c);
      double count = NOTHING;
      for (double each : share) {
        count += each;
      }
      weights[c] = count / (n + k * NOTHING);
      for (int j = 0; j < d; j++) {
        means.data()[c * d + j] /= count;
      }
      Matrix scaled = Centred.less(x, means.row(c));
      for (int i = 0; i < scaled.data().length; i++) {
        scaled.data()[i] *= Math.sqrt(share[i / d] / count);
      }
      covariances.add(covariance(linalg, scaled));
    }
    double[] all = covariances.stream().flatMapToDouble(Arrays::stream).toArray();
    return Map.of("weights", Array.of(weights), "means", Array.of(means), "covariances", Array.of(all, shape));
  }

  /** Sigma_k from rows (r_nk / N_k)^(1/2) (x_n - mu_k): D^2, D or 1 numbers. */
  private double[] covariance(LinearAlgebra linalg, Matrix scaled) {
    int d = scaled.cols();
    if (config.covariance() == Covariance.FULL) {
      double[] full = linalg.gram(scaled).data();
      for (int j = 0; j < d; j++) {
        full[j * d + j] += config.regularisation();
      }
      return full;
    }
    double[] variances = new double[config.covariance() == Covariance.DIAGONAL ? d : 1];
    for (int i = 0; i < scaled.data().length; i++) {
      variances[i % variances.length] += scaled.data()[i] * scaled.data()[i] * variances.length / d;
    }
    for (int j = 0; j < variances.length; j++) {
      variances[j] += config.regularisation();
    }
    return variances;
  }

  /** ln pi_k + ln N(x_n; mu_k, Sigma_k) [N,K]. */
  private Matrix logJoint(LinearAlgebra linalg, State state, Matrix x) {
    Matrix means = state.array("means").matrix();
    int k = means.rows();
    double[] covariances = state.doubles("covariances");
    Matrix joint = Matrix.zeros(x.rows(), k);
    for (int c = 0; c < k; c++) {
      int size = covariances.length / k;
      double[] covariance = Arrays.copyOfRange(covariances, c * size, (c + 1) * size);
      double weight = Math.log(state.doubles("weights")[c]);
      try {
        double[] density = NormalDensity.log(linalg, Centred.less(x, means.row(c)), covariance);
        for (int i = 0; i < density.length; i++) {
          joint.data()[i * k + c] = weight + density[i];
        }
      } catch (SingularMatrixException e) {
        throw new SingularMatrixException("component " + c + " of the mixture has collapsed (" + e.getMessage()
            + "); raise regularisation, now " + config.regularisation());
      }
    }
    return joint;
  }

  private static double[] logDensity(Matrix joint) {
    double[] density = new double[joint.rows()];
    Arrays.setAll(density, i -> LogSumExp.of(joint.row(i)));
    return density;
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
    return new Objective("mean log-likelihood", state.real("log-likelihood"), true);
  }

  @Override
  public Prediction predict(Context context, State state, Matrix x) {
    Examples.requireFeatures(x, state.array("means").matrix().cols());
    Matrix joint = logJoint(context.linalg(), state, x);
    return new Prediction.Group(LogSumExp.softmax(joint), Optional.of(logDensity(joint)));
  }

  /** Weights and means, the mean log-likelihood, and the Bayesian information criterion p ln N - 2 ln L. */
  @Override
  public Summary summary(State state, Examples examples) {
    Matrix means = state.array("means").matrix();
    int d = means.cols();
    List<Summary.Entry> entries = new ArrayList<>();
    for (int c = 0; c < config.k(); c++) {
      entries.add(new Summary.Entry(c + ": (weight)", state.doubles("weights")[c], Double.NaN));
      for (int j = 0; j < d; j++) {
        entries.add(new Summary.Entry(c + ": " + examples.features().get(j), means.get(c, j), Double.NaN));
      }
    }
    int each = switch (config.covariance()) {
      case FULL -> d * (d + 1) / 2;
      case DIAGONAL -> d;
      case SPHERICAL -> 1;
    };
    int n = examples.x().rows();
    double logLikelihood = state.real("log-likelihood");
    double bic = (config.k() * (1 + d + each) - 1) * Math.log(n) - 2 * n * logLikelihood;
    entries.add(new Summary.Entry("(mean log-likelihood)", logLikelihood, Double.NaN));
    entries.add(new Summary.Entry("(BIC)", bic, Double.NaN));
    return new Summary("mixture components", entries);
  }

  /** Makes the estimator known as {@code gaussian-mixture}. */
  @Component(service = EstimatorFactory.class)
  @Name("gaussian-mixture")
  public static final class Factory implements EstimatorFactory {
    @Override
    public Class<GaussianMixture> algorithm() {
      return GaussianMixture.class;
    }

    @Override
    public Class<Config> config() {
      return Config.class;
    }

    @Override
    public Estimator create(Record config) {
      return new GaussianMixture((Config) config);
    }
  }
}
