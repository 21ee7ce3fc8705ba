package ansatz.baseline.tribuo;

import ansatz.learn.Estimator;
import ansatz.learn.Params;
import ansatz.learn.Task;
import ansatz.testkit.TinyProblem;

final class ExtraTreesTest extends AbstractTribuoTest {
  @Override
  protected Estimator estimator() {
    return new ExtraTrees(Params.of(ExtraTrees.Config.class, "members", 10));
  }

  @Override
  protected double leastScore(TinyProblem problem) {
    return problem.task() == Task.REGRESSION ? 0.6 : 0.9;
  }

  @Override
  double leastOnDiabetes() {
    return 0.25;
  }
}
