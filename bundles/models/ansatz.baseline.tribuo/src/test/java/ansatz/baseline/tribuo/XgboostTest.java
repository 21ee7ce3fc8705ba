package ansatz.baseline.tribuo;

import ansatz.learn.Estimator;
import ansatz.learn.Params;
import ansatz.learn.Task;
import ansatz.testkit.TinyProblem;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class XgboostTest extends AbstractTribuoTest {
  @Override
  protected Estimator estimator() {
    return new Xgboost(Params.of(Xgboost.Config.class, "rounds", 20, "eta", 0.2, "maxDepth", 3));
  }

  @Override
  protected double leastScore(TinyProblem problem) {
    return problem.task() == Task.REGRESSION ? 0.8 : 0.9;
  }

  @Override
  double leastOnDiabetes() {
    return 0.35;
  }

  @ParameterizedTest
  @EnumSource
  void everyBoosterWorks(Xgboost.Booster booster) {
    assertWorks(new Xgboost(Params.of(Xgboost.Config.class, "booster", booster, "rounds", 5, "subsample", 0.7)));
  }

  @ParameterizedTest
  @EnumSource
  void everyTreeMethodWorks(Xgboost.TreeMethod treeMethod) {
    assertWorks(new Xgboost(Params.of(Xgboost.Config.class, "treeMethod", treeMethod, "rounds", 5)));
  }
}
