package ansatz.baseline.tribuo;

import ansatz.learn.Estimator;
import ansatz.learn.Params;

final class FmTest extends AbstractTribuoTest {
  @Override
  protected Estimator estimator() {
    return new Fm(Params.of(Fm.Config.class));
  }
}
