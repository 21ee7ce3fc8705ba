package ansatz.baseline.tribuo;

import ansatz.learn.Estimator;
import ansatz.learn.Params;
import ansatz.testkit.TinyProblem;

final class MultinomialNbTest extends AbstractTribuoTest {
  @Override
  protected Estimator estimator() {
    return new MultinomialNb(Params.of(MultinomialNb.Config.class));
  }

  @Override
  protected double leastScore(TinyProblem problem) {
    return 0.6;
  }

  @Override
  double leastOnIris() {
    return 0.6;
  }
}
