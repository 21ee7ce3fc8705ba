package ansatz.baseline.tribuo;

import ansatz.learn.Estimator;
import ansatz.learn.Params;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class LiblinearTest extends AbstractTribuoTest {
  @Override
  protected Estimator estimator() {
    return new Liblinear(Params.of(Liblinear.Config.class));
  }

  @ParameterizedTest
  @EnumSource
  void everyClassSolverWorks(Liblinear.ClassSolver classSolver) {
    assertWorks(new Liblinear(Params.of(Liblinear.Config.class, "classSolver", classSolver)));
  }

  @ParameterizedTest
  @EnumSource
  void everyRealSolverWorks(Liblinear.RealSolver realSolver) {
    assertWorks(new Liblinear(Params.of(Liblinear.Config.class, "realSolver", realSolver)));
  }
}
