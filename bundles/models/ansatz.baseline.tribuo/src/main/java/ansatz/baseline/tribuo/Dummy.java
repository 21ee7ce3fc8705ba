package ansatz.baseline.tribuo;

import ansatz.baseline.tribuo.internal.Trainers;
import ansatz.learn.Cite;
import ansatz.learn.Estimator;
import ansatz.learn.EstimatorFactory;
import ansatz.learn.Name;
import ansatz.learn.Param;
import org.osgi.service.component.annotations.Component;
import org.tribuo.classification.baseline.DummyClassifierTrainer;
import org.tribuo.regression.baseline.DummyRegressionTrainer;

/**
 * What can be said without looking at the features: the most frequent class, or the mean, median or a quantile of the target.
 *
 * $$ \hat y = \arg\max_k \sum_i [y_i = k], \qquad \hat y = \frac1N \sum_i y_i \;\text{ or }\; Q_q(y_1, \ldots, y_N) $$
 *
 * <p>An estimator that is not better than this has learned nothing. Tribuo's dummies that guess at random are left out: their
 * answer for a row depends on the rows before it.
 *
 * <p>Shapes: x [N,D], y [N].
 *
 * <p>Cost: O(N) time for the mean, O(N log N) for quantiles; O(1) memory.
 */
@Cite(key = "pocock2021tribuo", title = "Tribuo: Machine Learning with Provenance in Java", authors = "Pocock, A.",
    year = 2021, venue = "arXiv 2110.03022", url = "https://arxiv.org/abs/2110.03022")
public final class Dummy extends AbstractTribuoEstimator {
  /** Parameters. */
  public record Config(
      @Param(help = "what is predicted for reals", value = "mean") Statistic statistic,
      @Param(help = "which quantile, if it is one", value = "0.5", min = 0, max = 1) double quantile) {}

  /** A number that stands for the whole target. */
  public enum Statistic {
    MEAN, MEDIAN, QUANTILE
  }

  public Dummy(Config config) {
    super(Trainers.both(_ -> DummyClassifierTrainer.createMostFrequentTrainer(), _ -> switch (config.statistic) {
      case MEAN -> DummyRegressionTrainer.createMeanTrainer();
      case MEDIAN -> DummyRegressionTrainer.createMedianTrainer();
      case QUANTILE -> DummyRegressionTrainer.createQuartileTrainer(config.quantile);
    }));
  }

  /** The service. */
  @Component(service = EstimatorFactory.class)
  @Name("tribuo.dummy")
  public static final class Factory implements EstimatorFactory {
    @Override
    public Class<Dummy> algorithm() {
      return Dummy.class;
    }

    @Override
    public Class<Config> config() {
      return Config.class;
    }

    @Override
    public Estimator create(Record config) {
      return new Dummy((Config) config);
    }
  }
}
