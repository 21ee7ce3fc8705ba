package ansatz.backend.jvm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ansatz.tensor.CompileOptions;
import ansatz.tensor.Control;
import ansatz.tensor.DType;
import ansatz.tensor.Executable;
import ansatz.tensor.Linalg;
import ansatz.tensor.Program;
import ansatz.tensor.Tensor;
import ansatz.tensor.TensorType;
import ansatz.tensor.Transforms;
import ansatz.tensor.Values;
import java.util.List;
import org.junit.jupiter.api.Test;

class ExplainTest {
  private static final TensorType X = TensorType.of(DType.F32, 64, 10);

  private static Tensor loss(Tensor w, Tensor x) {
    Tensor logits = x.matmul(w);
    return logits.logsumexp(1).sub(logits.slice(":, 0")).mean();
  }

  @Test
  void aStepIsToldInColumnsWithTimesLinesMemoryAndAliases() {
    Program step = Program.trace(in -> {
      List<Tensor> all = Transforms.valueAndGrad(p -> List.of(loss(p.getFirst(), in.get(1))))
          .apply(in.subList(0, 1));
      return List.of(in.getFirst().sub(all.get(1).mul(0.1)), all.getFirst());
    }, TensorType.of(DType.F32, 10, 10), X);
    try (Executable executable = new JvmBackend().compile(step, CompileOptions.DEFAULT.withState(1))) {
      String before = executable.explain();
      assertTrue(before.contains("measured - us"), before);
      for (int i = 0; i < 3; i++) {
        executable.run(List.of(Values.zeros(TensorType.of(DType.F32, 10, 10)), Values.zeros(X)));
      }
      String text = executable.explain();
      assertTrue(text.contains("floating-point operations"), text);
      assertTrue(text.contains("nodes outside generated and native kernels: 0\n"), text);
      assertTrue(text.contains("of the others, by loops written by hand: 1 (pad)\n"), text);
      assertTrue(text.matches("(?s).* wave  tasks  predicted us  measured us   share .*"), text);
      assertTrue(text.matches("(?s).*\\d\\.\\d +\\d+\\.\\d+%.*kernel \\[.*  # ExplainTest.java:\\d+.*"), text);
      assertTrue(text.contains("output 0 in the memory of input 0\n"), text);
      assertTrue(text.contains("workspace "), text);
      double shares = text.lines().filter(line -> line.matches(" +\\d+ .*%.*"))
          .mapToDouble(line -> Double.parseDouble(line.replaceAll(".* (\\d+\\.\\d+)%.*", "$1"))).sum();
      assertEquals(100, shares, 1);
    }
  }

  @Test
  void stepsOfALoopStandBelowIt() {
    Program loop = Program.trace(in -> Control.scan(
        (carry, _) -> new Control.Scanned(List.of(carry.getFirst().matmul(in.get(1)).tanh()), List.of()),
        List.of(in.getFirst()), List.of(), 5, false).carry(), TensorType.of(DType.F32, 3, 8),
        TensorType.of(DType.F32, 8, 8));
    try (Executable executable = new JvmBackend().compile(loop)) {
      String text = executable.explain();
      assertTrue(text.matches("(?s).*scan -> f32\\[3,8].*· 0 .*tanh.*"), text);
    }
  }

  @Test
  void loopsWrittenByHandAreNamedThoseWithinLoopsToo() {
    Program program = Program.trace(in -> List.of(
        Control.scan((carry, _) -> new Control.Scanned(List.of(carry.getFirst().cumsum(0)), List.of()),
            List.of(in.getFirst()), List.of(), 5, false).carry().getFirst(),
        in.getFirst().sort(0), Linalg.cholesky(in.getFirst()),
        Control.hostCallback("same", List.of(in.getFirst().type()), in.getFirst()).getFirst()),
        TensorType.of(DType.F64, 8, 8));
    try (Executable executable = new JvmBackend().compile(program,
        CompileOptions.DEFAULT.withHostFunction("same", in -> in))) {
      String text = executable.explain();
      assertTrue(text.contains("nodes outside generated and native kernels: 1\n"), text);
      assertTrue(text.contains("of the others, by loops written by hand: 3 (argsort, cumSum, gather)\n"), text);
      assertTrue(text.contains("of the others, by a provider of linear algebra: 1 (cholesky)\n"), text);
    }
  }
}
