package ansatz.admission.internal;

import ansatz.learn.Estimator;
import ansatz.learn.EstimatorFactory;
import ansatz.learn.IterativeEstimator;
import ansatz.linalg.LinearAlgebra;
import ansatz.testkit.EstimatorContract;
import ansatz.testkit.TinyProblem;
import java.util.List;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

@ParameterizedClass(name = "{0}", allowZeroInvocations = true)
@MethodSource("subjects")
class EstimatorInside extends EstimatorContract {
  @Parameter
  Subject<Estimator> subject;

  static List<Subject<Estimator>> subjects() {
    return Subjects.current().parts(EstimatorFactory.class).stream()
        .filter(s -> !(s.make() instanceof IterativeEstimator)).toList();
  }

  @BeforeParameterizedClassInvocation
  void anotherSubject() {
    forgetFits();
  }

  @Override
  protected Estimator estimator() {
    return subject.make();
  }

  @Override
  protected LinearAlgebra linearAlgebra() {
    return Subjects.current().collaborator(LinearAlgebra.class);
  }

  /** How well each estimator learns with its defaults is for its own test; here none may be worse than guessing. */
  @Override
  protected double leastScore(TinyProblem problem) {
    return -0.01;
  }
}
