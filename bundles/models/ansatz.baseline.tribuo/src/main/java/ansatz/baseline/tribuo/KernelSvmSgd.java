package ansatz.baseline.tribuo;

import ansatz.baseline.tribuo.internal.Trainers;
import ansatz.learn.Cite;
import ansatz.learn.Estimator;
import ansatz.learn.EstimatorFactory;
import ansatz.learn.Name;
import ansatz.learn.Param;
import org.osgi.service.component.annotations.Component;
import org.tribuo.classification.sgd.kernel.KernelSVMTrainer;
import org.tribuo.math.kernel.Kernel;
import org.tribuo.math.kernel.Linear;
import org.tribuo.math.kernel.Polynomial;
import org.tribuo.math.kernel.RBF;
import org.tribuo.math.kernel.Sigmoid;

/**
 * Support vector machine with a kernel, by stochastic subgradient descent on the primal (Pegasos).
 *
 * $$ \min_f \; \frac{\lambda}{2} \lVert f \rVert_{\mathcal H}^2 + \frac1N \sum_{i=1}^N \max\bigl(0,\, 1 - f_{y_i}(x_i) + \max_{k \ne y_i} f_k(x_i)\bigr),
 * \qquad f_k(x) = \sum_j \alpha_{kj} \, k(x_j, x) $$
 *
 * <p>Scores are margins, not probabilities.
 *
 * <p>Shapes: x [N,D], y [N], alpha [K,S] for S support vectors.
 *
 * <p>Cost: O(epochs N S (D + K)) time, O(S D) memory; S grows up to N.
 */
@Cite(key = "shalevshwartz2011pegasos", title = "Pegasos: primal estimated sub-gradient solver for SVM",
    authors = "Shalev-Shwartz, S. and Singer, Y. and Srebro, N. and Cotter, A.", year = 2011,
    venue = "Mathematical Programming 127", url = "https://doi.org/10.1007/s10107-010-0420-4", where = "Fig. 3")
public final class KernelSvmSgd extends AbstractTribuoEstimator {
  /** Parameters. */
  public record Config(
      @Param(help = "kernel k(x, z)", value = "rbf") KernelType kernel,
      @Param(help = "factor of the squared distance or of the product", value = "0.5", min = 0, exclusiveMin = true,
          scale = Param.Scale.LOG) double gamma,
      @Param(help = "constant term of the polynomial and the sigmoid kernel", value = "0") double intercept,
      @Param(help = "degree of the polynomial kernel", value = "3", min = 1) int degree,
      @Param(help = "penalty on the squared norm of the function", value = "0.01", min = 0, exclusiveMin = true,
          scale = Param.Scale.LOG) double lambda,
      @Param(help = "passes through the examples", value = "5", min = 1) int epochs) {
    private Kernel k() {
      return switch (kernel) {
        case LINEAR -> new Linear();
        case POLYNOMIAL -> new Polynomial(gamma, intercept, degree);
        case RBF -> new RBF(gamma);
        case SIGMOID -> new Sigmoid(gamma, intercept);
      };
    }
  }

  /** Kernels of two vectors x and z. */
  public enum KernelType {
    /** x . z */
    LINEAR,
    /** (gamma x . z + intercept)^degree */
    POLYNOMIAL,
    /** exp(-gamma |x - z|^2) */
    RBF,
    /** tanh(gamma x . z + intercept) */
    SIGMOID
  }

  public KernelSvmSgd(Config config) {
    super(Trainers.classify(seed -> new KernelSVMTrainer(config.k(), config.lambda, config.epochs, seed)));
  }

  /** The service. */
  @Component(service = EstimatorFactory.class)
  @Name("tribuo.kernel-svm-sgd")
  public static final class Factory implements EstimatorFactory {
    @Override
    public Class<KernelSvmSgd> algorithm() {
      return KernelSvmSgd.class;
    }

    @Override
    public Class<Config> config() {
      return Config.class;
    }

    @Override
    public Estimator create(Record config) {
      return new KernelSvmSgd((Config) config);
    }
  }
}
