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
import org.tribuo.common.tree.ExtraTreesTrainer;
import org.tribuo.regression.ensemble.AveragingCombiner;

/**
 * Extremely randomized trees: the mean of trees whose thresholds are drawn, not searched.
 *
 * $$ \hat f(x) = \frac1M \sum_{m=1}^M f_m(x), \qquad s_j \sim \text{a random threshold for each feature } j \text{ looked at} $$
 *
 * <p>Each split is the best of one random threshold a feature. Tribuo grows each tree on a bootstrap sample; the paper takes
 * all examples. For classes the trees vote, and the shares of the votes are the probabilities.
 *
 * <p>Shapes: x [N,D], y [N].
 *
 * <p>Cost: O(M D N) time a level of the trees, in one thread; O(M N) memory.
 */
@Cite(key = "geurts2006extratrees", title = "Extremely randomized trees",
    authors = "Geurts, P. and Ernst, D. and Wehenkel, L.", year = 2006, venue = "Machine Learning 63",
    url = "https://doi.org/10.1007/s10994-006-6226-1")
public final class ExtraTrees extends AbstractTribuoEstimator {
  /** Parameters. */
  public record Config(
      @Param(help = "number M of trees", value = "100", min = 2) int members,
      @Param(help = "share of the features that each split looks at", value = "0.5", min = 0, exclusiveMin = true,
          max = 1) double featureFraction,
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

  public ExtraTrees(Config config) {
    super(Trainers.both(
        seed -> new ExtraTreesTrainer<>(config.tree().classifier(true, seed), new VotingCombiner(), config.members,
            seed),
        seed -> new ExtraTreesTrainer<>(config.tree().regressor(true, seed), new AveragingCombiner(), config.members,
            seed))
        .weighing(Trainers.SPLITS));
  }

  /** The service. */
  @Component(service = EstimatorFactory.class)
  @Name("tribuo.extra-trees")
  public static final class Factory implements EstimatorFactory {
    @Override
    public Class<ExtraTrees> algorithm() {
      return ExtraTrees.class;
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
      return new ExtraTrees((Config) config);
    }
  }
}
