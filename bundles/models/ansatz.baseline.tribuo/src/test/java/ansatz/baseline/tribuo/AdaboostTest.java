package ansatz.baseline.tribuo;

import ansatz.learn.Estimator;
import ansatz.learn.Params;

final class AdaboostTest extends AbstractTribuoTest {
  @Override
  protected Estimator estimator() {
    return new Adaboost(Params.of(Adaboost.Config.class, "members", 5));
  }
}
