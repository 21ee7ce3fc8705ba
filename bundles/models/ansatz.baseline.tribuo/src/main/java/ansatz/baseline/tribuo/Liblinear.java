package ansatz.baseline.tribuo;

import ansatz.baseline.tribuo.internal.Trainers;
import ansatz.learn.Cite;
import ansatz.learn.Estimator;
import ansatz.learn.EstimatorFactory;
import ansatz.learn.Name;
import ansatz.learn.Param;
import org.osgi.service.component.annotations.Component;
import org.tribuo.classification.liblinear.LibLinearClassificationTrainer;
import org.tribuo.classification.liblinear.LinearClassificationType;
import org.tribuo.regression.liblinear.LibLinearRegressionTrainer;
import org.tribuo.regression.liblinear.LinearRegressionType;

/**
 * LIBLINEAR: linear classifiers and linear support vector regression, by coordinate descent or a trust region method.
 *
 * $$ \min_w \; R(w) + C \sum_{i=1}^N \xi(w; x_i, y_i), \qquad R(w) = \tfrac12 \lVert w \rVert_2^2 \text{ or } \lVert w \rVert_1 $$
 *
 * <p>The loss xi of a class y = +-1 is max(0, 1 - y w.x), its square, or log(1 + exp(-y w.x)); of a real it is
 * max(0, |y - w.x| - epsilon) or its square. Only the logistic solvers ({@code -lr}) give probabilities.
 *
 * <p>Shapes: x [N,D], y [N], w [K,D+1], the last for the intercept.
 *
 * <p>Cost: O(N D) time an iteration and class, O(N D) memory.
 */
@Cite(key = "fan2008liblinear", title = "LIBLINEAR: A Library for Large Linear Classification",
    authors = "Fan, R.-E. and Chang, K.-W. and Hsieh, C.-J. and Wang, X.-R. and Lin, C.-J.", year = 2008,
    venue = "Journal of Machine Learning Research 9", url = "https://www.jmlr.org/papers/v9/fan08a.html")
@Cite(key = "ho2012svr", title = "Large-scale Linear Support Vector Regression", authors = "Ho, C.-H. and Lin, C.-J.",
    year = 2012, venue = "Journal of Machine Learning Research 13", url = "https://www.jmlr.org/papers/v13/ho12a.html")
public final class Liblinear extends AbstractTribuoEstimator {
  /** Parameters. */
  public record Config(
      @Param(help = "regularisation, loss and form for classes, by LIBLINEAR's names",
          value = "l2r-l2loss-svc-dual") ClassSolver classSolver,
      @Param(help = "regularisation, loss and form for reals, by LIBLINEAR's names",
          value = "l2r-l2loss-svr") RealSolver realSolver,
      @Param(help = "weight C of the loss against the penalty", value = "1", min = 0, exclusiveMin = true,
          scale = Param.Scale.LOG) double cost,
      @Param(help = "most iterations", value = "1000", min = 1) int maxIterations,
      @Param(help = "where to stop iterating", value = "0.1", min = 0, exclusiveMin = true,
          scale = Param.Scale.LOG) double tolerance,
      @Param(help = "errors that do not count, for reals, in units of the target", value = "0.1",
          min = 0) double epsilon) {}

  /** Solvers for classes: regularisation, loss, and whether the dual is solved. */
  public enum ClassSolver {
    L2R_LR, L2R_LR_DUAL, L1R_LR, L2R_L2LOSS_SVC, L2R_L2LOSS_SVC_DUAL, L2R_L1LOSS_SVC_DUAL, L1R_L2LOSS_SVC, MCSVM_CS
  }

  /** Solvers for reals: regularisation, loss, and whether the dual is solved. */
  public enum RealSolver {
    L2R_L2LOSS_SVR, L2R_L2LOSS_SVR_DUAL, L2R_L1LOSS_SVR_DUAL
  }

  public Liblinear(Config config) {
    super(Trainers.both(
        seed -> new LibLinearClassificationTrainer(
            new LinearClassificationType(LinearClassificationType.LinearType.valueOf(config.classSolver.name())),
            config.cost, config.maxIterations, config.tolerance, seed),
        seed -> new LibLinearRegressionTrainer(
            new LinearRegressionType(LinearRegressionType.LinearType.valueOf(config.realSolver.name())), config.cost,
            config.maxIterations, config.tolerance, config.epsilon, seed))
        .weighing(Trainers.COEFFICIENTS));
  }

  /** The service. */
  @Component(service = EstimatorFactory.class)
  @Name("tribuo.liblinear")
  public static final class Factory implements EstimatorFactory {
    @Override
    public Class<Liblinear> algorithm() {
      return Liblinear.class;
    }

    @Override
    public Class<Config> config() {
      return Config.class;
    }

    @Override
    public Estimator create(Record config) {
      return new Liblinear((Config) config);
    }
  }
}
