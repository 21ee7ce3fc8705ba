package ansatz.baseline.tribuo;

import ansatz.baseline.tribuo.internal.Trainers;
import ansatz.baseline.tribuo.internal.XgboostLibrary;
import ansatz.learn.Cite;
import ansatz.learn.Estimator;
import ansatz.learn.EstimatorFactory;
import ansatz.learn.Name;
import ansatz.learn.Param;
import java.util.List;
import java.util.Map;
import org.osgi.service.component.annotations.Component;
import org.tribuo.classification.xgboost.XGBoostClassificationTrainer;
import org.tribuo.common.xgboost.XGBoostTrainer;
import org.tribuo.regression.xgboost.XGBoostRegressionTrainer;

/**
 * XGBoost 1.6.2: trees boosted along the gradient and the curvature of the loss, with a penalty on their size and weights.
 *
 * $$ \mathcal L^{(t)} \simeq \sum_{i=1}^N \bigl( g_i f_t(x_i) + \tfrac12 h_i f_t(x_i)^2 \bigr) + \gamma T + \tfrac12 \lambda \lVert w \rVert_2^2 + \alpha \lVert w \rVert_1,
 * \qquad \hat y^{(t)} = \hat y^{(t-1)} + \eta f_t $$
 *
 * <p>Here T is the number of leaves of tree f_t, w their values, g and h the first two derivatives of the loss: softmax log
 * loss for classes, half the squared error for reals. Works on one thread, in float32.
 *
 * <p>Needs Linux on x86_64.
 *
 * <p>Shapes: x [N,D], y [N]; K trees a round for K classes.
 *
 * <p>Cost: O(rounds K D N log N) time a level of the trees, O(N D) memory.
 */
@Cite(key = "chen2016xgboost", title = "XGBoost: A Scalable Tree Boosting System",
    authors = "Chen, T. and Guestrin, C.", year = 2016, venue = "KDD 2016",
    url = "https://doi.org/10.1145/2939672.2939785", where = "eq. (3)")
public final class Xgboost extends AbstractTribuoEstimator {
  /** Parameters. */
  public record Config(
      @Param(help = "rounds of boosting", value = "100", min = 1) int rounds,
      @Param(help = "shrinkage of each tree", value = "0.3", min = 0, exclusiveMin = true, max = 1,
          scale = Param.Scale.LOG) double eta,
      @Param(help = "least decrease of the loss that is worth a split", value = "0", min = 0) double gamma,
      @Param(help = "greatest depth of a tree", value = "6", min = 1) int maxDepth,
      @Param(help = "least curvature on each side of a split", value = "1", min = 0) double minChildWeight,
      @Param(help = "share of the examples that each tree sees", value = "1", min = 0, exclusiveMin = true,
          max = 1) double subsample,
      @Param(help = "share of the features that each tree sees", value = "1", min = 0, exclusiveMin = true,
          max = 1) double featureFraction,
      @Param(help = "penalty on the squared values of the leaves", value = "1", min = 0) double lambda,
      @Param(help = "penalty on the absolute values of the leaves", value = "0", min = 0) double alpha,
      @Param(help = "weak learner: trees, trees with dropout, or linear functions", value = "tree") Booster booster,
      @Param(help = "how splits are searched", value = "auto") TreeMethod treeMethod) {
    private XGBoostTrainer.TreeMethod method() {
      return XGBoostTrainer.TreeMethod.valueOf(treeMethod.name());
    }
  }

  /** Weak learners. */
  public enum Booster {
    TREE(XGBoostTrainer.BoosterType.GBTREE), DART(XGBoostTrainer.BoosterType.DART), LINEAR(
        XGBoostTrainer.BoosterType.LINEAR);

    private final XGBoostTrainer.BoosterType type;

    Booster(XGBoostTrainer.BoosterType type) {
      this.type = type;
    }
  }

  /** Searches for splits. */
  public enum TreeMethod {
    AUTO, EXACT, APPROX, HIST
  }

  public Xgboost(Config config) {
    super(Trainers.both(seed -> {
      XgboostLibrary.require();
      return new XGBoostClassificationTrainer(config.booster.type, config.method(), config.rounds, config.eta,
          config.gamma, config.maxDepth, config.minChildWeight, config.subsample, config.featureFraction, config.lambda,
          config.alpha, 1, XGBoostTrainer.LoggingVerbosity.SILENT, seed >>> Integer.SIZE + 1);
    }, seed -> {
      XgboostLibrary.require();
      return new XGBoostRegressionTrainer(config.booster.type, config.method(),
          XGBoostRegressionTrainer.RegressionType.LINEAR, config.rounds, config.eta, config.gamma, config.maxDepth,
          config.minChildWeight, config.subsample, config.featureFraction, config.lambda, config.alpha, 1,
          XGBoostTrainer.LoggingVerbosity.SILENT, seed >>> Integer.SIZE + 1);
    }).weighing(Trainers.SPLITS));
  }

  /** The service. */
  @Component(service = EstimatorFactory.class)
  @Name("tribuo.xgboost")
  public static final class Factory implements EstimatorFactory {
    @Override
    public Class<Xgboost> algorithm() {
      return Xgboost.class;
    }

    @Override
    public Class<Config> config() {
      return Config.class;
    }

    @Override
    public List<Map<String, Object>> examples() {
      return List.of(Map.of("rounds", 5));
    }

    @Override
    public Estimator create(Record config) {
      return new Xgboost((Config) config);
    }
  }
}
