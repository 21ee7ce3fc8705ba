package ansatz.baseline.tribuo;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ansatz.learn.Estimator;
import ansatz.learn.Examples;
import ansatz.learn.Params;
import ansatz.learn.Task;
import ansatz.testkit.TinyProblem;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class LibsvmTest extends AbstractTribuoTest {
  @Override
  protected Estimator estimator() {
    return new Libsvm(Params.of(Libsvm.Config.class, "gamma", 0.1, "cost", 100));
  }

  @Override
  protected double leastScore(TinyProblem problem) {
    return problem.task() == Task.REGRESSION ? 0.9 : 0.85;
  }

  @Override
  double leastOnDiabetes() {
    return 0.15;
  }

  @Test
  void digitsAsScikitLearn() {
    Estimator svm = new Libsvm(Params.of(Libsvm.Config.class, "gamma", 0.001, "cost", 10));
    double accuracy = heldOut(svm, SharedData.digits(), IntStream.range(0, 1437).toArray(),
        IntStream.range(1437, 1797).toArray());
    assertEquals(0.9638888888888889, accuracy, 1e-12);
  }

  @ParameterizedTest
  @EnumSource
  void everyKernelWorks(Libsvm.KernelType kernel) {
    assertWorks(
        new Libsvm(Params.of(Libsvm.Config.class, "kernel", kernel, "probability", true, "standardizeTarget", true)));
  }
}
