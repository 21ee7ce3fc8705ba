package ansatz.baseline.tribuo;

import ansatz.baseline.tribuo.internal.Trainers;
import ansatz.learn.Cite;
import ansatz.learn.Estimator;
import ansatz.learn.EstimatorFactory;
import ansatz.learn.Name;
import ansatz.learn.Param;
import java.util.Optional;
import org.osgi.service.component.annotations.Component;
import org.tribuo.classification.Label;
import org.tribuo.classification.dtree.CARTClassificationTrainer;
import org.tribuo.classification.dtree.impurity.Entropy;
import org.tribuo.classification.dtree.impurity.GiniIndex;
import org.tribuo.common.tree.DecisionTreeTrainer;
import org.tribuo.regression.Regressor;
import org.tribuo.regression.rtree.CARTRegressionTrainer;
import org.tribuo.regression.rtree.impurity.MeanAbsoluteError;
import org.tribuo.regression.rtree.impurity.MeanSquaredError;

/**
 * CART: a binary tree whose every split is the one that makes its two sides purest.
 *
 * $$ (j, s) = \arg\min_{j, s} \; \frac{N_L}{N} I(L) + \frac{N_R}{N} I(R), \qquad L = \{x : x_j \le s\}, \; R = \{x : x_j > s\} $$
 *
 * <p>The impurity I of shares p_k is the Gini index, 1 minus the sum of p_k^2, or the entropy for classes; the mean squared or
 * absolute error for reals. A leaf predicts the shares of the classes or the mean.
 *
 * <p>Shapes: x [N,D], y [N].
 *
 * <p>Cost: O(D N log N) time a level of the tree, O(N D) memory.
 */
@Cite(key = "breiman1984cart", title = "Classification and Regression Trees",
    authors = "Breiman, L. and Friedman, J. H. and Olshen, R. A. and Stone, C. J.", year = 1984, venue = "Wadsworth")
public final class Cart extends AbstractTribuoEstimator {
  /** Parameters. */
  public record Config(
      @Param(help = "greatest depth; none means no limit", min = 1) Optional<Integer> maxDepth,
      @Param(help = "least weight of the examples on each side of a split", value = "5", min = 0,
          exclusiveMin = true) double minChildWeight,
      @Param(help = "least decrease of impurity that is worth a split", value = "0",
          min = 0) double minImpurityDecrease,
      @Param(help = "share of the features that each split looks at", value = "1", min = 0, exclusiveMin = true,
          max = 1) double featureFraction,
      @Param(help = "impurity of classes", value = "gini") ClassImpurity classImpurity,
      @Param(help = "impurity of reals", value = "squared") RealImpurity realImpurity) {
    DecisionTreeTrainer<Label> classifier(boolean randomSplits, long seed) {
      return new CARTClassificationTrainer(maxDepth.orElse(Integer.MAX_VALUE), (float) minChildWeight,
          (float) minImpurityDecrease, (float) featureFraction, randomSplits,
          classImpurity == ClassImpurity.GINI ? new GiniIndex() : new Entropy(), seed);
    }

    DecisionTreeTrainer<Regressor> regressor(boolean randomSplits, long seed) {
      return new CARTRegressionTrainer(maxDepth.orElse(Integer.MAX_VALUE), (float) minChildWeight,
          (float) minImpurityDecrease, (float) featureFraction, randomSplits,
          realImpurity == RealImpurity.SQUARED ? new MeanSquaredError() : new MeanAbsoluteError(), seed);
    }
  }

  /** Impurities of classes. */
  public enum ClassImpurity {
    GINI, ENTROPY
  }

  /** Impurities of reals. */
  public enum RealImpurity {
    SQUARED, ABSOLUTE
  }

  public Cart(Config config) {
    super(Trainers.both(seed -> config.classifier(false, seed), seed -> config.regressor(false, seed))
        .weighing(Trainers.SPLITS));
  }

  /** The service. */
  @Component(service = EstimatorFactory.class)
  @Name("tribuo.cart")
  public static final class Factory implements EstimatorFactory {
    @Override
    public Class<Cart> algorithm() {
      return Cart.class;
    }

    @Override
    public Class<Config> config() {
      return Config.class;
    }

    @Override
    public Estimator create(Record config) {
      return new Cart((Config) config);
    }
  }
}
