package ansatz.baseline.tribuo;

import ansatz.baseline.tribuo.internal.Trainers;
import ansatz.learn.Cite;
import ansatz.learn.Estimator;
import ansatz.learn.EstimatorFactory;
import ansatz.learn.Name;
import ansatz.learn.Param;
import java.util.List;
import java.util.Map;
import org.osgi.service.component.annotations.Component;
import org.tribuo.classification.ensemble.VotingCombiner;
import org.tribuo.ensemble.BaggingTrainer;
import org.tribuo.regression.ensemble.AveragingCombiner;

/**
 * Bagging: the mean of trees, each grown on a bootstrap sample of the examples.
 *
 * $$ \hat f(x) = \frac1M \sum_{m=1}^M f_m(x), \qquad f_m \text{ a tree on } N \text{ draws with replacement} $$
 *
 * <p>For classes the trees vote, and the shares of the votes are the probabilities.
 *
 * <p>Shapes: x [N,D], y [N].
 *
 * <p>Cost: O(M D N log N) time a level of the trees, in one thread; O(M N) memory.
 */
@Cite(key = "breiman1996bagging", title = "Bagging Predictors", authors = "Breiman, L.", year = 1996,
    venue = "Machine Learning 24", url = "https://doi.org/10.1007/BF00058655")
public final class Bagging extends AbstractTribuoEstimator {
  /** Parameters. */
  public record Config(
      @Param(help = "number M of trees", value = "50", min = 2) int members,
      @Param(help = "how each tree is grown") Cart.Config tree) {}

  public Bagging(Config config) {
    super(Trainers.both(
        seed -> new BaggingTrainer<>(config.tree.classifier(false, seed), new VotingCombiner(), config.members, seed),
        seed -> new BaggingTrainer<>(config.tree.regressor(false, seed), new AveragingCombiner(), config.members, seed))
        .weighing(Trainers.SPLITS));
  }

  /** The service. */
  @Component(service = EstimatorFactory.class)
  @Name("tribuo.bagging")
  public static final class Factory implements EstimatorFactory {
    @Override
    public Class<Bagging> algorithm() {
      return Bagging.class;
    }

    @Override
    public Class<Config> config() {
      return Config.class;
    }

    @Override
    public List<Map<String, Object>> examples() {
      return List.of(Map.of("members", 5));
    }

    @Override
    public Estimator create(Record config) {
      return new Bagging((Config) config);
    }
  }
}
