package ansatz.itest;

import ansatz.learn.EstimatorFactory;
import ansatz.learn.IterativeEstimator;
import ansatz.linalg.LinearAlgebra;
import ansatz.testkit.IterativeEstimatorContract;
import java.util.List;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

@ParameterizedClass(name = "{0}")
@MethodSource("offered")
class IterativeEstimatorInside extends IterativeEstimatorContract {
  @Parameter
  Offered<EstimatorFactory> subject;

  static List<Offered<EstimatorFactory>> offered() {
    return Offered.all(EstimatorFactory.class).stream()
        .filter(o -> EstimatorInside.make(o) instanceof IterativeEstimator).toList();
  }

  @Override
  protected IterativeEstimator estimator() {
    return (IterativeEstimator) EstimatorInside.make(subject);
  }

  @Override
  protected LinearAlgebra linearAlgebra() {
    return Offered.named(LinearAlgebra.class, "jblas");
  }
}
