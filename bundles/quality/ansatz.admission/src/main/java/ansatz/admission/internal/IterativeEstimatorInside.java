package ansatz.admission.internal;

import ansatz.learn.Estimator;
import ansatz.learn.EstimatorFactory;
import ansatz.learn.IterativeEstimator;
import ansatz.linalg.LinearAlgebra;
import ansatz.testkit.IterativeEstimatorContract;
import java.util.List;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

@ParameterizedClass(name = "{0}", allowZeroInvocations = true)
@MethodSource("subjects")
class IterativeEstimatorInside extends IterativeEstimatorContract {
  @Parameter
  Subject<Estimator> subject;

  static List<Subject<Estimator>> subjects() {
    return Subjects.current().parts(EstimatorFactory.class).stream()
        .filter(s -> s.make() instanceof IterativeEstimator).toList();
  }

  @BeforeParameterizedClassInvocation
  void anotherSubject() {
    forgetFits();
  }

  @Override
  protected IterativeEstimator estimator() {
    return (IterativeEstimator) subject.make();
  }

  @Override
  protected LinearAlgebra linearAlgebra() {
    return Subjects.current().collaborator(LinearAlgebra.class);
  }
}
