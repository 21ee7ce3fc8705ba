package ansatz.backend.jvm;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ansatz.tensor.DType;
import ansatz.tensor.Executable;
import ansatz.tensor.Function;
import ansatz.tensor.Interpreter;
import ansatz.tensor.Losses;
import ansatz.tensor.Program;
import ansatz.tensor.Tensor;
import ansatz.tensor.TensorType;
import ansatz.tensor.Transforms;
import ansatz.tensor.Values;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Rows that are read more than once are walked through once, by one kernel. */
class CrossEntropyTest {
  /** Runs it as plain loops do, and returns the kernels. */
  private static List<String> kernels(Function f, TensorType... types) {
    Program program = Program.trace(f, types);
    Random random = new Random(2);
    List<Values> inputs = Stream.of(types).map(type -> {
      Values values = Values.zeros(type);
      for (int i = 0; i < values.size(); i++) {
        values.set(i, type.dtype().isFloat() ? random.nextGaussian() : random.nextInt(9));
      }
      return values;
    }).toList();
    List<Values> expected = new Interpreter(null).run(program, inputs);
    try (Executable executable = new JvmBackend().compile(program)) {
      List<Values> results = executable.run(inputs);
      for (int i = 0; i < expected.size(); i++) {
        for (int k = 0; k < expected.get(i).size(); k++) {
          double value = expected.get(i).get(k);
          assertEquals(value, results.get(i).get(k), 1e-12 * (1 + Math.abs(value)), "result " + i);
        }
      }
      return executable.explain().lines().filter(line -> line.contains("kernel [")).toList();
    }
  }

  private static Tensor loss(Tensor x, Tensor w, Tensor labels) {
    return Losses.crossEntropy(x.matmul(w), labels).mean();
  }

  @Test
  void crossEntropyIsOneKernelBehindTheProduct() {
    TensorType[] types = {TensorType.of(DType.F64, 12, 7), TensorType.of(DType.F64, 7, 9),
      TensorType.of(DType.I32, 12)};
    List<String> forward = kernels(in -> List.of(loss(in.get(0), in.get(1), in.get(2))), types);
    assertEquals(2, forward.size(), forward::toString); // the rows, and their mean
    List<String> both = kernels(in -> Transforms.valueAndGrad(p -> List.of(loss(p.get(0), p.get(1), in.get(2))), 0, 1)
        .apply(in), types);
    assertEquals(2, both.size(), both::toString);
  }

  @Test
  void aMatrixAndItsTransposeHaveLoopsOfTheirOwn() {
    kernels(in -> {
      Tensor x = in.getFirst();
      Tensor greatest = x.max(1);
      return List.of(x.sub(greatest.expand(1)), x.transpose(1, 0).sub(greatest.expand(1)),
          x.transpose(1, 0).sub(greatest.expand(1)).add(x).sum(0),
          x.reshape(3, 3, 9).sum(2).add(x.sum(1).reshape(3, 3)),
          x.slice(0, 0, 5).sub(greatest.slice(0, 4, 9).expand(1)).sum(1));
    }, TensorType.of(DType.F64, 9, 9));
  }
}
