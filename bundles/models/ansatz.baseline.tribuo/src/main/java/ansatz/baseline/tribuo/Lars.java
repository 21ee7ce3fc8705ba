package ansatz.baseline.tribuo;

import ansatz.baseline.tribuo.internal.Trainers;
import ansatz.learn.Cite;
import ansatz.learn.Estimator;
import ansatz.learn.EstimatorFactory;
import ansatz.learn.Name;
import ansatz.learn.Param;
import java.util.Optional;
import org.osgi.service.component.annotations.Component;
import org.tribuo.regression.slm.LARSTrainer;

/**
 * Least angle regression: moves the fit in the direction that makes equal angles with all features taken in, until the next
 * one is as correlated with what is left.
 *
 * $$ \hat\mu \leftarrow \hat\mu + \hat\gamma\, u_A, \qquad X_A^T u_A = a_A \mathbf 1, \; \lVert u_A \rVert = 1, \qquad
 * \hat\gamma = \min\nolimits^{+}_{j \notin A} \Bigl\{ \frac{\hat C - \hat c_j}{a_A - a_j}, \frac{\hat C + \hat c_j}{a_A + a_j} \Bigr\} $$
 *
 * <p>Features and target are standardised; coefficients are shown in those units. With all features in, ordinary least
 * squares.
 *
 * <p>Shapes: x [N,D], y [N], beta [D].
 *
 * <p>Cost: O(T (N D + N T^2 + T^3)) time for T features, O(N D) memory.
 */
@Cite(key = "efron2004lars", title = "Least Angle Regression",
    authors = "Efron, B. and Hastie, T. and Johnstone, I. and Tibshirani, R.", year = 2004,
    venue = "The Annals of Statistics 32", url = "https://doi.org/10.1214/009053604000000067", where = "eq. (2.13)")
public final class Lars extends AbstractTribuoEstimator {
  /** Parameters. */
  public record Config(
      @Param(help = "most features to take in; none means all", min = 1) Optional<Integer> maxFeatures) {}

  public Lars(Config config) {
    super(Trainers.regress(_ -> new LARSTrainer(config.maxFeatures.orElse(-1))).weighing(Trainers.COEFFICIENTS));
  }

  /** The service. */
  @Component(service = EstimatorFactory.class)
  @Name("tribuo.lars")
  public static final class Factory implements EstimatorFactory {
    @Override
    public Class<Lars> algorithm() {
      return Lars.class;
    }

    @Override
    public Class<Config> config() {
      return Config.class;
    }

    @Override
    public Estimator create(Record config) {
      return new Lars((Config) config);
    }
  }
}
