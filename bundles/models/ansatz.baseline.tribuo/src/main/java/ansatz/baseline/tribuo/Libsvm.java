package ansatz.baseline.tribuo;

import ansatz.baseline.tribuo.internal.Trainers;
import ansatz.learn.Cite;
import ansatz.learn.Estimator;
import ansatz.learn.EstimatorFactory;
import ansatz.learn.Name;
import ansatz.learn.Param;
import org.osgi.service.component.annotations.Component;
import org.tribuo.Output;
import org.tribuo.classification.libsvm.LibSVMClassificationTrainer;
import org.tribuo.classification.libsvm.SVMClassificationType;
import org.tribuo.common.libsvm.SVMParameters;
import org.tribuo.common.libsvm.SVMType;
import org.tribuo.regression.libsvm.LibSVMRegressionTrainer;
import org.tribuo.regression.libsvm.SVMRegressionType;

/**
 * LIBSVM: support vector classification and regression with a kernel, by sequential minimal optimisation of the dual.
 *
 * $$ \min_{\alpha} \; \tfrac12 \alpha^T Q \alpha - \mathbf 1^T \alpha, \qquad 0 \le \alpha_i \le C, \; y^T \alpha = 0, \qquad
 * Q_{ij} = y_i y_j \, k(x_i, x_j) $$
 *
 * <p>Several classes are told apart one against one; scores are then the numbers of duels won, or probabilities by Platt's
 * fit within a cross-validation. Reals are fitted within a tube of half-width epsilon. Scale the features first.
 *
 * <p>Shapes: x [N,D], y [N], alpha [N].
 *
 * <p>Cost: between O(N^2 D) and O(N^3 D) time, O(S D) memory for S support vectors. One fit at a time in a process, since the
 * library has a single random generator.
 */
@Cite(key = "chang2011libsvm", title = "LIBSVM: A library for support vector machines",
    authors = "Chang, C.-C. and Lin, C.-J.", year = 2011,
    venue = "ACM Transactions on Intelligent Systems and Technology 2", url = "https://doi.org/10.1145/1961189.1961199")
public final class Libsvm extends AbstractTribuoEstimator {
  /** Parameters. */
  public record Config(
      @Param(help = "kernel k(x, z)", value = "rbf") KernelType kernel,
      @Param(help = "weight C of the errors against the margin", value = "1", min = 0, exclusiveMin = true,
          scale = Param.Scale.LOG) double cost,
      @Param(help = "factor of the squared distance or of the product; 0 means 1/D", value = "0", min = 0) double gamma,
      @Param(help = "degree of the polynomial kernel", value = "3", min = 1) int degree,
      @Param(help = "constant term of the polynomial and the sigmoid kernel", value = "0") double intercept,
      @Param(help = "half-width of the tube in which errors do not count, for reals", value = "0.001",
          min = 0) double epsilon,
      @Param(help = "whether to learn from a real target of mean 0 and variance 1",
          value = "false") boolean standardizeTarget,
      @Param(help = "whether to fit probabilities of classes", value = "false") boolean probability,
      @Param(help = "where to stop iterating", value = "0.001", min = 0, exclusiveMin = true,
          scale = Param.Scale.LOG) double tolerance) {
    private <T extends Output<T>> SVMParameters<T> parameters(SVMType<T> type) {
      SVMParameters<T> parameters = new SVMParameters<>(type,
          org.tribuo.common.libsvm.KernelType.valueOf(kernel.name()));
      parameters.setGamma(gamma);
      parameters.setDegree(degree);
      parameters.setCoeff(intercept);
      parameters.setEpsilon(tolerance);
      parameters.getParameters().C = cost;
      parameters.getParameters().p = epsilon;
      if (probability) {
        parameters.setProbability();
      }
      return parameters;
    }
  }

  /** Kernels of two vectors x and z. */
  public enum KernelType {
    /** x . z */
    LINEAR,
    /** (gamma x . z + intercept)^degree */
    POLY,
    /** exp(-gamma |x - z|^2) */
    RBF,
    /** tanh(gamma x . z + intercept) */
    SIGMOID
  }

  public Libsvm(Config config) {
    super(Trainers.both(
        seed -> new LibSVMClassificationTrainer(
            config.parameters(new SVMClassificationType(SVMClassificationType.SVMMode.C_SVC)), seed),
        seed -> new LibSVMRegressionTrainer(
            config.parameters(new SVMRegressionType(SVMRegressionType.SVMMode.EPSILON_SVR)), config.standardizeTarget,
            seed)));
  }

  /** The service. */
  @Component(service = EstimatorFactory.class)
  @Name("tribuo.libsvm")
  public static final class Factory implements EstimatorFactory {
    @Override
    public Class<Libsvm> algorithm() {
      return Libsvm.class;
    }

    @Override
    public Class<Config> config() {
      return Config.class;
    }

    @Override
    public Estimator create(Record config) {
      return new Libsvm((Config) config);
    }
  }
}
