package ansatz.itest;

import ansatz.learn.Estimator;
import ansatz.learn.EstimatorFactory;
import ansatz.learn.IterativeEstimator;
import ansatz.learn.Params;
import ansatz.linalg.LinearAlgebra;
import ansatz.testkit.EstimatorContract;
import ansatz.testkit.TinyProblem;
import java.util.List;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

@ParameterizedClass(name = "{0}")
@MethodSource("offered")
class EstimatorInside extends EstimatorContract {
  @Parameter
  Offered<EstimatorFactory> subject;

  static List<Offered<EstimatorFactory>> offered() {
    return Offered.all(EstimatorFactory.class).stream().filter(o -> !(make(o) instanceof IterativeEstimator)).toList();
  }

  static Estimator make(Offered<EstimatorFactory> offered) {
    return offered.service().create(Params.of(offered.service().config()));
  }

  @Override
  protected Estimator estimator() {
    return make(subject);
  }

  @Override
  protected LinearAlgebra linearAlgebra() {
    return Offered.named(LinearAlgebra.class, "jblas");
  }

  /** How well each estimator learns with its defaults is for its own test; here none may be worse than guessing. */
  @Override
  protected double leastScore(TinyProblem problem) {
    return -0.01;
  }
}
