package ansatz.baseline.tribuo;

import ansatz.learn.Estimator;
import ansatz.learn.Params;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class KernelSvmSgdTest extends AbstractTribuoTest {
  @Override
  protected Estimator estimator() {
    return new KernelSvmSgd(Params.of(KernelSvmSgd.Config.class));
  }

  @ParameterizedTest
  @EnumSource
  void everyKernelWorks(KernelSvmSgd.KernelType kernel) {
    assertWorks(new KernelSvmSgd(Params.of(KernelSvmSgd.Config.class, "kernel", kernel)));
  }
}
