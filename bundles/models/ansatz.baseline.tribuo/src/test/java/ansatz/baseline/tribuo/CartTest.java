package ansatz.baseline.tribuo;

import ansatz.learn.Estimator;
import ansatz.learn.Params;
import ansatz.learn.Task;
import ansatz.testkit.TinyProblem;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class CartTest extends AbstractTribuoTest {
  @Override
  protected Estimator estimator() {
    return new Cart(Params.of(Cart.Config.class, "maxDepth", 3));
  }

  @Override
  protected double leastScore(TinyProblem problem) {
    return problem.task() == Task.REGRESSION ? 0.7 : 0.9;
  }

  @Override
  double leastOnDiabetes() {
    return 0.25;
  }

  @Override
  double leastOnIris() {
    return 0.85;
  }

  @ParameterizedTest
  @EnumSource
  void everyClassImpurityWorks(Cart.ClassImpurity classImpurity) {
    assertWorks(new Cart(Params.of(Cart.Config.class, "classImpurity", classImpurity)));
  }

  @ParameterizedTest
  @EnumSource
  void everyRealImpurityWorks(Cart.RealImpurity realImpurity) {
    assertWorks(new Cart(Params.of(Cart.Config.class, "realImpurity", realImpurity)));
  }
}
