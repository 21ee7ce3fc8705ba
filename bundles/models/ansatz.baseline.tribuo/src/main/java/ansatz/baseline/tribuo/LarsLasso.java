package ansatz.baseline.tribuo;

import ansatz.baseline.tribuo.internal.Trainers;
import ansatz.learn.Cite;
import ansatz.learn.Estimator;
import ansatz.learn.EstimatorFactory;
import ansatz.learn.Name;
import ansatz.learn.Param;
import java.util.Optional;
import org.osgi.service.component.annotations.Component;
import org.tribuo.regression.slm.LARSLassoTrainer;

/**
 * Lasso by least angle regression: LARS that drops a feature whose coefficient passes through zero.
 *
 * $$ \min_\beta \; \lVert y - X \beta \rVert_2^2 \quad \text{subject to} \quad \lVert \beta \rVert_1 \le t $$
 *
 * <p>The bound t is the one at which the wanted number of features is in. Features and target are standardised; coefficients
 * are shown in those units.
 *
 * <p>Shapes: x [N,D], y [N], beta [D].
 *
 * <p>Cost: O(T (N D + N T^2 + T^3)) time for T steps, O(N D) memory.
 */
@Cite(key = "efron2004lars", title = "Least Angle Regression",
    authors = "Efron, B. and Hastie, T. and Johnstone, I. and Tibshirani, R.", year = 2004,
    venue = "The Annals of Statistics 32", url = "https://doi.org/10.1214/009053604000000067", where = "sec. 3.1")
@Cite(key = "tibshirani1996lasso", title = "Regression Shrinkage and Selection via the Lasso",
    authors = "Tibshirani, R.", year = 1996, venue = "Journal of the Royal Statistical Society B 58",
    url = "https://doi.org/10.1111/j.2517-6161.1996.tb02080.x")
public final class LarsLasso extends AbstractTribuoEstimator {
  /** Parameters. */
  public record Config(
      @Param(help = "most features to take in; none means all", min = 1) Optional<Integer> maxFeatures) {}

  public LarsLasso(Config config) {
    super(Trainers.regress(_ -> new LARSLassoTrainer(config.maxFeatures.orElse(-1))).weighing(Trainers.COEFFICIENTS));
  }

  /** The service. */
  @Component(service = EstimatorFactory.class)
  @Name("tribuo.lars-lasso")
  public static final class Factory implements EstimatorFactory {
    @Override
    public Class<LarsLasso> algorithm() {
      return LarsLasso.class;
    }

    @Override
    public Class<Config> config() {
      return Config.class;
    }

    @Override
    public Estimator create(Record config) {
      return new LarsLasso((Config) config);
    }
  }
}
