package ansatz.backend.jvm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ansatz.tensor.DType;
import ansatz.tensor.Executable;
import ansatz.tensor.Interpreter;
import ansatz.tensor.Program;
import ansatz.tensor.Tensor;
import ansatz.tensor.TensorType;
import ansatz.tensor.Values;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Chains that would be too long for one kernel are divided. */
class LargeProgramTest {
  @Test
  void longChainsAreDivided() {
    Program program = Program.trace(in -> {
      Tensor x = in.getFirst();
      for (int i = 0; i < 20; i++) {
        x = x.sin().mul(1.5).tanh().add(x);
      }
      return List.of(x, x.softmax(1).sum(0));
    }, TensorType.of(DType.F64, 7, 33));
    Values values = Values.zeros(program.inputTypes().getFirst());
    for (int i = 0; i < values.size(); i++) {
      values.set(i, i * 0.01 - 1);
    }
    List<Values> expected = new Interpreter(null).run(program, List.of(values));
    try (Executable executable = new JvmBackend().compile(program)) {
      List<Values> results = executable.run(List.of(values));
      for (int i = 0; i < expected.size(); i++) {
        for (int k = 0; k < expected.get(i).size(); k++) {
          assertEquals(expected.get(i).get(k), results.get(i).get(k), 1e-12);
        }
      }
      long kernels = executable.explain().lines().filter(line -> line.contains("kernel [")).count();
      assertTrue(kernels >= 3 && kernels <= 12, executable::explain);
    }
  }
}
