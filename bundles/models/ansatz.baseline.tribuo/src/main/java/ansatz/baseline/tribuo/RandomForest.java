package ansatz.baseline.tribuo;

import ansatz.baseline.tribuo.internal.Trainers;
import ansatz.learn.Cite;
import ansatz.learn.Estimator;
import ansatz.learn.EstimatorFactory;
import ansatz.learn.Name;
import ansatz.learn.Param;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.osgi.service.component.annotations.Component;
import org.tribuo.classification.ensemble.VotingCombiner;
import org.tribuo.common.tree.RandomForestTrainer;
import org.tribuo.regression.ensemble.AveragingCombiner;

/**
 * Random forest: the mean of trees, each grown on a bootstrap sample, each split looking at a random part of the features.
 *
 * $$ \hat f(x) = \frac1M \sum_{m=1}^M f_m(x), \qquad f_m \text{ a tree on } N \text{ draws with replacement} $$
 *
 * <p>For classes the trees vote, and the shares of the votes are the probabilities.
 *
 * <p>Shapes: x [N,D], y [N].
 *
 * <p>Cost: O(M D N log N) time a level of the trees, in one thread; O(M N) memory.
 */
@Cite(key = "breiman2001forest", title = "Random Forests", authors = "Breiman, L.", year = 2001,
    venue = "Machine Learning 45", url = "https://doi.org/10.1023/A:1010933404324")
public final class RandomForest extends AbstractTribuoEstimator {
  /** Parameters. */
  public record Config(
      @Param(help = "number M of trees", value = "100", min = 2) int members,
      @Param(help = "share of the features that each split looks at", value = "0.5", min = 0, exclusiveMin = true,
          max = 1, exclusiveMax = true) double featureFraction,
      @Param(help = "greatest depth of a tree; none means no limit", min = 1) Optional<Integer> maxDepth,
      @Param(help = "least weight of the examples on each side of a split", value = "5", min = 0,
          exclusiveMin = true) double minChildWeight,
      @Param(help = "least decrease of impurity that is worth a split", value = "0",
          min = 0) double minImpurityDecrease) {
    private Cart.Config tree() {
      return new Cart.Config(maxDepth, minChildWeight, minImpurityDecrease, featureFraction, Cart.ClassImpurity.GINI,
          Cart.RealImpurity.SQUARED);
    }
  }

  public RandomForest(Config config) {
    super(Trainers.both(
        seed -> new RandomForestTrainer<>(config.tree().classifier(false, seed), new VotingCombiner(), config.members,
            seed),
        seed -> new RandomForestTrainer<>(config.tree().regressor(false, seed), new AveragingCombiner(), config.members,
            seed))
        .weighing(Trainers.SPLITS));
  }

  /** The service. */
  @Component(service = EstimatorFactory.class)
  @Name("tribuo.random-forest")
  public static final class Factory implements EstimatorFactory {
    @Override
    public Class<RandomForest> algorithm() {
      return RandomForest.class;
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
      return new RandomForest((Config) config);
    }
  }
}
