package ansatz.backend.jvm.internal.fuse;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ansatz.backend.jvm.internal.kernel.Kernel;
import ansatz.backend.jvm.internal.optimize.Simplifier;
import ansatz.tensor.DType;
import ansatz.tensor.Program;
import ansatz.tensor.Tensor;
import ansatz.tensor.TensorType;
import ansatz.tensor.primitive.Elementwise;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is computed together, and how much is asked until that is known. */
class FuserTest {
  private int asked;
  private final Target target = new Target() {
    @Override
    public boolean supports(Elementwise primitive, DType operand) {
      return true;
    }

    @Override
    public int size(Elementwise primitive, DType operand) {
      asked++;
      return 1;
    }
  };

  private List<Loop> fuse(Program program) {
    return Fuser.fuse(new Graph(Simplifier.simplify(program), target), true);
  }

  /** Weight, moments and gradient [n,m], a step number: what a step of Adam makes of them. */
  private static List<Tensor> adam(List<Tensor> in) {
    Tensor rate = in.get(4).rsub(1);
    Tensor mean = in.get(1).mul(0.9).add(in.get(3).mul(0.1));
    Tensor square = in.get(2).mul(0.999).add(in.get(3).square().mul(0.001));
    return List.of(in.get(0).sub(mean.div(rate).div(square.div(rate).sqrt().add(1e-8))), mean, square);
  }

  private static Program step(int n, int m) {
    TensorType type = TensorType.of(DType.F32, n, m);
    return Program.trace(FuserTest::adam, type, type, type, type, TensorType.of(DType.F32));
  }

  @Test
  void whatHasItsLoopsInCommonIsOneLoop() {
    List<Loop> loops = fuse(step(30, 50));
    assertEquals(List.of(1L, 1500L), loops.stream().map(Loop::elements).toList());
    Program softmax = Program.trace(in -> List.of(in.get(0).softmax(1).mul(in.get(1))),
        TensorType.of(DType.F32, 40, 20), TensorType.of(DType.F32, 40, 20));
    assertEquals(1, fuse(softmax).size());
  }

  @Test
  void anotherExtentHasTheSameKernels() {
    List<Kernel> kernels = fuse(step(30, 50)).stream().map(Loop::kernel).toList();
    assertEquals(kernels, fuse(step(77, 50)).stream().map(Loop::kernel).toList());
  }

  @Test
  void eachNodeIsAskedForAFewTimesHoweverManyThereAre() {
    for (int length : new int[] {20, 80, 320}) {
      Program program = Program.trace(in -> {
        Tensor x = in.get(0);
        List<Tensor> out = new ArrayList<>();
        for (int i = 0; i < length; i++) {
          x = x.mul(in.get(1)).add(in.get(0));
          if (i % 10 == 9) {
            out.add(x);
          }
        }
        return out;
      }, TensorType.of(DType.F32, 30, 50), TensorType.of(DType.F32, 50));
      asked = 0;
      fuse(program);
      int times = asked;
      assertTrue(times <= 6 * program.nodes().size(), () -> times + " times for " + program.nodes().size() + " nodes");
    }
  }
}
