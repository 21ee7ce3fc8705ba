package ansatz.baseline.tribuo;

import ansatz.learn.Estimator;
import ansatz.learn.Params;
import ansatz.learn.Task;
import ansatz.testkit.TinyProblem;

final class RandomForestTest extends AbstractTribuoTest {
  @Override
  protected Estimator estimator() {
    return new RandomForest(Params.of(RandomForest.Config.class, "members", 5));
  }

  @Override
  protected double leastScore(TinyProblem problem) {
    return problem.task() == Task.REGRESSION ? 0.7 : 0.9;
  }

  @Override
  double leastOnDiabetes() {
    return 0.25;
  }
}
