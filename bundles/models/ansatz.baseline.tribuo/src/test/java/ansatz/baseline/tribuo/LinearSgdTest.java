package ansatz.baseline.tribuo;

import ansatz.learn.Estimator;
import ansatz.learn.Params;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class LinearSgdTest extends AbstractTribuoTest {
  @Override
  protected Estimator estimator() {
    return new LinearSgd(Params.of(LinearSgd.Config.class, "epochs", 50, "learningRate", 3));
  }

  @Override
  double leastOnDiabetes() {
    return 0.35;
  }

  @ParameterizedTest
  @EnumSource
  void everyOptimizerWorks(Optimizer optimizer) {
    assertWorks(new LinearSgd(Params.of(LinearSgd.Config.class, "optimizer", optimizer, "learningRate", 0.05)));
  }

  @ParameterizedTest
  @EnumSource
  void everyClassLossWorks(LinearSgd.ClassLoss classLoss) {
    assertWorks(new LinearSgd(Params.of(LinearSgd.Config.class, "classLoss", classLoss)));
  }

  @ParameterizedTest
  @EnumSource
  void everyRealLossWorks(LinearSgd.RealLoss realLoss) {
    assertWorks(new LinearSgd(Params.of(LinearSgd.Config.class, "realLoss", realLoss)));
  }
}
