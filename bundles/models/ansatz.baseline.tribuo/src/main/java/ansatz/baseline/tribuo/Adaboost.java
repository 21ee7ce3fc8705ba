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
import org.tribuo.classification.ensemble.AdaBoostTrainer;

/**
 * AdaBoost for several classes (SAMME): trees grown one after the other, each on examples weighted by how hard they were so far.
 *
 * $$ \alpha_m = \log \frac{1 - \epsilon_m}{\epsilon_m} + \log(K - 1), \qquad w_i \leftarrow w_i \, e^{\alpha_m [f_m(x_i) \ne y_i]},
 * \qquad \hat y = \arg\max_k \sum_m \alpha_m [f_m(x) = k] $$
 *
 * <p>Here epsilon_m is the weighted error of tree m. Boosting ends early at a tree without error. The weighted shares of
 * the votes are the probabilities.
 *
 * <p>Shapes: x [N,D], y [N], w [N], alpha [M].
 *
 * <p>Cost: O(M D N log N) time a level of the trees, O(M N) memory.
 */
@Cite(key = "zhu2009samme", title = "Multi-class AdaBoost",
    authors = "Zhu, J. and Zou, H. and Rosset, S. and Hastie, T.", year = 2009,
    venue = "Statistics and Its Interface 2", url = "https://doi.org/10.4310/SII.2009.v2.n3.a8", where = "Alg. 2")
public final class Adaboost extends AbstractTribuoEstimator {
  /** Parameters. */
  public record Config(
      @Param(help = "number M of trees", value = "50", min = 2) int members,
      @Param(help = "greatest depth of a tree", value = "2", min = 1) int maxDepth,
      @Param(help = "least share of all weight on each side of a split", value = "0.01", min = 0, exclusiveMin = true,
          max = 0.5) double minChildShare) {
    private Cart.Config tree() {
      return new Cart.Config(Optional.of(maxDepth), minChildShare, 0, 1, Cart.ClassImpurity.GINI,
          Cart.RealImpurity.SQUARED);
    }
  }

  public Adaboost(Config config) {
    super(Trainers.classify(seed -> new AdaBoostTrainer(config.tree().classifier(false, seed), config.members, seed))
        .weighing(Trainers.SPLITS));
  }

  /** The service. */
  @Component(service = EstimatorFactory.class)
  @Name("tribuo.adaboost")
  public static final class Factory implements EstimatorFactory {
    @Override
    public Class<Adaboost> algorithm() {
      return Adaboost.class;
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
      return new Adaboost((Config) config);
    }
  }
}
