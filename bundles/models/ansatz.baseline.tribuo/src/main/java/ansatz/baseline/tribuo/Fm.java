package ansatz.baseline.tribuo;

import ansatz.baseline.tribuo.internal.Trainers;
import ansatz.learn.Cite;
import ansatz.learn.Estimator;
import ansatz.learn.EstimatorFactory;
import ansatz.learn.Name;
import ansatz.learn.Param;
import org.osgi.service.component.annotations.Component;
import org.tribuo.classification.sgd.fm.FMClassificationTrainer;
import org.tribuo.regression.sgd.fm.FMRegressionTrainer;

/**
 * Factorization machine: a linear model with all pairwise products of features, their weights of low rank, by stochastic
 * gradient descent.
 *
 * $$ \hat y = w_0 + \sum_i w_i x_i + \sum_{i \lt j} \langle v_i, v_j \rangle \, x_i x_j $$
 *
 * <p>One such function for each class, or one for reals. Losses and step sizes are those of {@link LinearSgd}; scale the
 * features first.
 *
 * <p>Shapes: x [N,D], y [N], w [K,D], v [K,D,F]; K = 1 for reals.
 *
 * <p>Cost: O(epochs N D F K) time, O(D F K) memory.
 */
@Cite(key = "rendle2010fm", title = "Factorization Machines", authors = "Rendle, S.", year = 2010, venue = "ICDM 2010",
    url = "https://doi.org/10.1109/ICDM.2010.127", where = "eq. (1)")
public final class Fm extends AbstractTribuoEstimator {
  /** Parameters. */
  public record Config(
      @Param(help = "rank F of the matrix of pairwise weights", value = "5", min = 1) int factors,
      @Param(help = "variance of the first factors", value = "0.1", min = 0, exclusiveMin = true,
          scale = Param.Scale.LOG) double variance,
      @Param(help = "loss for classes: log gives probabilities", value = "log") LinearSgd.ClassLoss classLoss,
      @Param(help = "loss for reals", value = "squared") LinearSgd.RealLoss realLoss,
      @Param(help = "whether to learn from a real target of mean 0 and variance 1",
          value = "true") boolean standardizeTarget,
      @Param(help = "rule for the step size", value = "ada-grad") Optimizer optimizer,
      @Param(help = "step size at the start", value = "0.1", min = 0, exclusiveMin = true,
          scale = Param.Scale.LOG) double learningRate,
      @Param(help = "passes through the examples", value = "10", min = 1) int epochs,
      @Param(help = "examples a step", value = "1", min = 1) int minibatchSize) {}

  public Fm(Config config) {
    super(Trainers.both(
        seed -> new FMClassificationTrainer(config.classLoss.objective(), config.optimizer.with(config.learningRate),
            config.epochs, config.epochs, config.minibatchSize, seed, config.factors, config.variance),
        seed -> new FMRegressionTrainer(config.realLoss.objective(), config.optimizer.with(config.learningRate),
            config.epochs, config.epochs, config.minibatchSize, seed, config.factors, config.variance,
            config.standardizeTarget))
        .weighing(Trainers.COEFFICIENTS));
  }

  /** The service. */
  @Component(service = EstimatorFactory.class)
  @Name("tribuo.fm")
  public static final class Factory implements EstimatorFactory {
    @Override
    public Class<Fm> algorithm() {
      return Fm.class;
    }

    @Override
    public Class<Config> config() {
      return Config.class;
    }

    @Override
    public Estimator create(Record config) {
      return new Fm((Config) config);
    }
  }
}
