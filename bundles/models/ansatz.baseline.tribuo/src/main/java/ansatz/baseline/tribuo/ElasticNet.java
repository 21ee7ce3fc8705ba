package ansatz.baseline.tribuo;

import ansatz.baseline.tribuo.internal.Trainers;
import ansatz.learn.Cite;
import ansatz.learn.Estimator;
import ansatz.learn.EstimatorFactory;
import ansatz.learn.Name;
import ansatz.learn.Param;
import org.osgi.service.component.annotations.Component;
import org.tribuo.regression.slm.ElasticNetCDTrainer;

/**
 * Elastic net by coordinate descent; the lasso where {@code l1Ratio} is 1.
 *
 * $$ \min_{\beta_0, \beta} \; \frac{1}{2N} \lVert y - \beta_0 - X \beta \rVert_2^2 + \alpha \rho \lVert \beta \rVert_1 + \frac{\alpha (1 - \rho)}{2} \lVert \beta \rVert_2^2 $$
 *
 * <p>The same objective and scaling as in scikit-learn. Features are centred, not scaled: penalties count in their units.
 *
 * <p>Shapes: x [N,D], y [N], beta [D].
 *
 * <p>Cost: O(N D) time an iteration, O(N D) memory.
 */
@Cite(key = "friedman2010glmnet", title = "Regularization Paths for Generalized Linear Models via Coordinate Descent",
    authors = "Friedman, J. and Hastie, T. and Tibshirani, R.", year = 2010,
    venue = "Journal of Statistical Software 33", url = "https://doi.org/10.18637/jss.v033.i01", where = "eq. (5)")
@Cite(key = "zou2005elasticnet", title = "Regularization and Variable Selection via the Elastic Net",
    authors = "Zou, H. and Hastie, T.", year = 2005, venue = "Journal of the Royal Statistical Society B 67",
    url = "https://doi.org/10.1111/j.1467-9868.2005.00503.x")
public final class ElasticNet extends AbstractTribuoEstimator {
  /** Parameters. */
  public record Config(
      @Param(help = "strength alpha of both penalties together", value = "0.1", min = 0,
          scale = Param.Scale.LOG) double alpha,
      @Param(help = "share rho of the penalty on the absolute values", value = "0.5", min = 1e-10,
          max = 1) double l1Ratio,
      @Param(help = "relative change of the coefficients at which to stop", value = "1e-4", min = 0,
          scale = Param.Scale.LOG) double tolerance,
      @Param(help = "most passes through the features", value = "500", min = 1) int maxIterations,
      @Param(help = "whether each pass goes through the features in random order",
          value = "false") boolean randomOrder) {}

  public ElasticNet(Config config) {
    super(Trainers.regress(seed -> new ElasticNetCDTrainer(config.alpha, config.l1Ratio, config.tolerance,
        config.maxIterations, config.randomOrder, seed)).weighing(Trainers.COEFFICIENTS));
  }

  /** The service. */
  @Component(service = EstimatorFactory.class)
  @Name("tribuo.elastic-net")
  public static final class Factory implements EstimatorFactory {
    @Override
    public Class<ElasticNet> algorithm() {
      return ElasticNet.class;
    }

    @Override
    public Class<Config> config() {
      return Config.class;
    }

    @Override
    public Estimator create(Record config) {
      return new ElasticNet((Config) config);
    }
  }
}
