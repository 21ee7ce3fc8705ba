package ansatz.backend.jvm;

import static org.junit.jupiter.api.Assertions.assertTrue;

import ansatz.backend.jvm.internal.emit.CodeSize;
import ansatz.backend.jvm.internal.emit.Emitter;
import ansatz.tensor.DType;
import ansatz.tensor.Executable;
import ansatz.tensor.Program;
import ansatz.tensor.Tensor;
import ansatz.tensor.TensorType;
import ansatz.tensor.Transforms;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is fused stays short enough for the JVM to compile it, in either form. */
class KernelSizeTest {
  /** The layers of a planar flow: each sums over rows and goes on with what it made of the sums. */
  @ParameterizedTest
  @ValueSource(ints = {2, 20})
  void chainsOfSumsOverRows(int dimension) {
    Program program = Program.trace(in -> Transforms.valueAndGrad(p -> {
      Tensor z = in.get(1);
      Tensor volume = Tensor.zeros(DType.F32, 300);
      for (int layer = 0; layer < 10; layer++) {
        Tensor w = p.getFirst().at(0, layer);
        Tensor a = z.mul(w).sum(1).tanh();
        volume = volume.add(a.square().rsub(1).mul(w.square().sum()).add(1).abs().log());
        z = z.add(a.expand(1).mul(w.sin()));
      }
      return List.of(z.square().sum(1).sub(volume).mean());
    }, 0).apply(in), TensorType.of(DType.F32, 10, dimension), TensorType.of(DType.F32, 300, dimension));
    isCompiled(program);
  }

  /** Each of the products reads two arrays. */
  @Test
  void sumsOfManyProducts() {
    TensorType[] types = new TensorType[96];
    Arrays.fill(types, TensorType.of(DType.F64, 1000));
    isCompiled(Program.trace(in -> {
      Tensor sum = in.get(0).mul(in.get(1));
      for (int i = 2; i < in.size(); i += 2) {
        sum = sum.add(in.get(i).mul(in.get(i + 1)));
      }
      return List.of(sum);
    }, types));
  }

  private static void isCompiled(Program program) {
    JvmBackend backend = new JvmBackend(kernel -> {
      for (int bits : new int[] {0, 512}) {
        int bytes = CodeSize.of(kernel, bits);
        assertTrue(bytes <= CodeSize.MOST, () -> bytes + " bytes in " + kernel.stages().size() + " stages");
      }
      return Emitter.emit(kernel);
    });
    try (Executable executable = backend.compile(program)) {
      assertTrue(executable.explain().contains("generated and native kernels: 0"), executable::explain);
    }
  }
}
