package ansatz.baseline.tribuo;

import ansatz.learn.Estimator;
import ansatz.learn.Params;
import ansatz.learn.Task;
import ansatz.testkit.TinyProblem;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class DummyTest extends AbstractTribuoTest {
  @Override
  protected Estimator estimator() {
    return new Dummy(Params.of(Dummy.Config.class));
  }

  @Override
  protected double leastScore(TinyProblem problem) {
    return problem.task() == Task.REGRESSION ? -0.1 : 0.3;
  }

  @Override
  double leastOnDiabetes() {
    return -0.1;
  }

  @Override
  double leastOnIris() {
    return 0.3;
  }

  @ParameterizedTest
  @EnumSource
  void everyStatisticWorks(Dummy.Statistic statistic) {
    assertWorks(new Dummy(Params.of(Dummy.Config.class, "statistic", statistic, "quantile", 0.25)));
  }
}
