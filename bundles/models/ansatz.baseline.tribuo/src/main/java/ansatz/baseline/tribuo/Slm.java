package ansatz.baseline.tribuo;

import ansatz.baseline.tribuo.internal.Trainers;
import ansatz.learn.Cite;
import ansatz.learn.Estimator;
import ansatz.learn.EstimatorFactory;
import ansatz.learn.Name;
import ansatz.learn.Param;
import java.util.Optional;
import org.osgi.service.component.annotations.Component;
import org.tribuo.regression.slm.SLMTrainer;

/**
 * Sparse linear model by forward selection: takes in, one after the other, the feature most correlated with what is left,
 * and fits all that are in by least squares.
 *
 * $$ j_{t+1} = \arg\max_{j \notin A_t} \lvert x_j^T r_t \rvert, \qquad \beta_{A} = (X_A^T X_A)^{-1} X_A^T y, \qquad r_t = y - X_{A_t} \beta_{A_t} $$
 *
 * <p>Also known as orthogonal matching pursuit; with all features in, ordinary least squares. Where features and target are
 * standardised, coefficients are shown in those units.
 *
 * <p>Shapes: x [N,D], y [N], beta [D].
 *
 * <p>Cost: O(T (N D + N T^2 + T^3)) time for T features, O(N D) memory.
 */
@Cite(key = "pati1993omp",
    title = "Orthogonal matching pursuit: recursive function approximation with applications to wavelet decomposition",
    authors = "Pati, Y. C. and Rezaiifar, R. and Krishnaprasad, P. S.", year = 1993,
    venue = "27th Asilomar Conference on Signals, Systems and Computers",
    url = "https://doi.org/10.1109/ACSSC.1993.342465")
public final class Slm extends AbstractTribuoEstimator {
  /** Parameters. */
  public record Config(
      @Param(help = "most features to take in; none means all", min = 1) Optional<Integer> maxFeatures,
      @Param(help = "whether to standardise features and target; else the intercept is one of the features",
          value = "true") boolean standardize) {}

  public Slm(Config config) {
    super(Trainers.regress(_ -> new SLMTrainer(config.standardize, config.maxFeatures.orElse(-1)))
        .weighing(Trainers.COEFFICIENTS));
  }

  /** The service. */
  @Component(service = EstimatorFactory.class)
  @Name("tribuo.slm")
  public static final class Factory implements EstimatorFactory {
    @Override
    public Class<Slm> algorithm() {
      return Slm.class;
    }

    @Override
    public Class<Config> config() {
      return Config.class;
    }

    @Override
    public Estimator create(Record config) {
      return new Slm((Config) config);
    }
  }
}
