package ansatz.baseline.tribuo;

import ansatz.baseline.tribuo.internal.Trainers;
import ansatz.learn.Cite;
import ansatz.learn.Estimator;
import ansatz.learn.EstimatorFactory;
import ansatz.learn.Name;
import ansatz.learn.Param;
import org.osgi.service.component.annotations.Component;
import org.tribuo.classification.sgd.LabelObjective;
import org.tribuo.classification.sgd.objectives.Hinge;
import org.tribuo.classification.sgd.objectives.LogMulticlass;
import org.tribuo.regression.sgd.RegressionObjective;
import org.tribuo.regression.sgd.objectives.AbsoluteLoss;
import org.tribuo.regression.sgd.objectives.Huber;
import org.tribuo.regression.sgd.objectives.SquaredLoss;

/**
 * A linear model by stochastic gradient descent; with the defaults, for classes, multinomial logistic regression.
 *
 * $$ \hat y = W x + b, \qquad \theta \leftarrow \theta - \eta_t \, \nabla_\theta \, \frac1B \sum_{i \in \mathcal B_t} \ell(y_i, W x_i + b) $$
 *
 * <p>The loss of a class is the log loss of softmax or the hinge loss; of a real, half the squared error, the absolute error
 * or Huber's. Scale the features first: one step size serves all of them. Tribuo's {@code LogisticRegressionTrainer} is this
 * trainer with the defaults.
 *
 * <p>Shapes: x [N,D], y [N], W [K,D], b [K]; K = 1 for reals.
 *
 * <p>Cost: O(epochs N D K) time, O(D K) memory.
 */
@Cite(key = "bottou2010sgd", title = "Large-Scale Machine Learning with Stochastic Gradient Descent",
    authors = "Bottou, L.", year = 2010, venue = "COMPSTAT 2010", url = "https://doi.org/10.1007/978-3-7908-2604-3_16")
@Cite(key = "duchi2011adagrad", title = "Adaptive Subgradient Methods for Online Learning and Stochastic Optimization",
    authors = "Duchi, J. and Hazan, E. and Singer, Y.", year = 2011, venue = "Journal of Machine Learning Research 12",
    url = "https://jmlr.org/papers/v12/duchi11a.html")
public final class LinearSgd extends AbstractTribuoEstimator {
  /** Parameters. */
  public record Config(
      @Param(help = "loss for classes: log gives probabilities, hinge a support vector machine",
          value = "log") ClassLoss classLoss,
      @Param(help = "loss for reals", value = "squared") RealLoss realLoss,
      @Param(help = "rule for the step size", value = "ada-grad") Optimizer optimizer,
      @Param(help = "step size at the start", value = "1", min = 0, exclusiveMin = true,
          scale = Param.Scale.LOG) double learningRate,
      @Param(help = "passes through the examples", value = "5", min = 1) int epochs,
      @Param(help = "examples a step", value = "1", min = 1) int minibatchSize) {}

  /** Losses for classes. */
  public enum ClassLoss {
    LOG, HINGE;

    LabelObjective objective() {
      return switch (this) {
        case LOG -> new LogMulticlass();
        case HINGE -> new Hinge();
      };
    }
  }

  /** Losses for reals. */
  public enum RealLoss {
    SQUARED, ABSOLUTE, HUBER;

    RegressionObjective objective() {
      return switch (this) {
        case SQUARED -> new SquaredLoss();
        case ABSOLUTE -> new AbsoluteLoss();
        case HUBER -> new Huber();
      };
    }
  }

  public LinearSgd(Config config) {
    super(Trainers.both(
        seed -> new org.tribuo.classification.sgd.linear.LinearSGDTrainer(config.classLoss.objective(),
            config.optimizer.with(config.learningRate), config.epochs, config.minibatchSize, seed),
        seed -> new org.tribuo.regression.sgd.linear.LinearSGDTrainer(config.realLoss.objective(),
            config.optimizer.with(config.learningRate), config.epochs, config.minibatchSize, seed))
        .weighing(Trainers.COEFFICIENTS));
  }

  /** The service. */
  @Component(service = EstimatorFactory.class)
  @Name("tribuo.linear-sgd")
  public static final class Factory implements EstimatorFactory {
    @Override
    public Class<LinearSgd> algorithm() {
      return LinearSgd.class;
    }

    @Override
    public Class<Config> config() {
      return Config.class;
    }

    @Override
    public Estimator create(Record config) {
      return new LinearSgd((Config) config);
    }
  }
}
