package ansatz.backend.jvm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ansatz.natives.onednn.OneDnn;
import ansatz.tensor.CompileOptions;
import ansatz.tensor.Convolutions;
import ansatz.tensor.DType;
import ansatz.tensor.Executable;
import ansatz.tensor.Interpreter;
import ansatz.tensor.Program;
import ansatz.tensor.Tensor;
import ansatz.tensor.TensorType;
import ansatz.tensor.Transforms;
import ansatz.tensor.Values;
import java.util.List;
import java.util.Random;
import java.util.function.BinaryOperator;
import org.junit.jupiter.api.Test;

/** Convolutions and both their derivatives by the library, and by plain loops where elements are float64. */
class ConvolutionTest {
  private final JvmBackend backend = new JvmBackend();

  private String agrees(Convolutions convolutions, DType dtype, int[] x, int[] w) {
    return agrees(convolutions::conv, dtype, x, w);
  }

  /** Returns the explanation of a function of x and w with its derivatives. */
  private String agrees(BinaryOperator<Tensor> f, DType dtype, int[] x, int[] w) {
    TensorType[] types = {TensorType.of(dtype, x), TensorType.of(dtype, w)};
    Program program = Program.trace(in -> Transforms.valueAndGrad(p -> List.of(
        f.apply(p.get(0), p.get(1)).square().sum())).apply(in), types);
    Random random = new Random(3);
    List<Values> inputs = List.of(types).stream().map(type -> {
      Values values = Values.zeros(type);
      for (int i = 0; i < values.size(); i++) {
        values.set(i, random.nextGaussian());
      }
      return values;
    }).toList();
    List<Values> expected = new Interpreter(null).run(program, inputs);
    try (Executable executable = backend.compile(program, CompileOptions.DEFAULT)) {
      for (int run = 0; run < 2; run++) {
        List<Values> results = executable.run(inputs);
        for (int i = 0; i < expected.size(); i++) {
          double scale = Math.sqrt(List.of(expected.get(i)).stream().mapToDouble(v -> {
            double sum = 0;
            for (int k = 0; k < v.size(); k++) {
              sum += v.get(k) * v.get(k) / v.size();
            }
            return sum;
          }).sum());
          for (int k = 0; k < expected.get(i).size(); k++) {
            assertEquals(expected.get(i).get(k), results.get(i).get(k),
                (dtype == DType.F32 ? 1e-5 : 1e-12) * scale, () -> program + executable.explain());
          }
        }
      }
      assertTrue(executable.explain().contains("native kernels: 0"), executable::explain);
      return executable.explain();
    }
  }

  @Test
  void anyRankStrideDilationAndGroup() {
    for (DType dtype : new DType[] {DType.F32, DType.F64}) {
      agrees(Convolutions.plain().padding(1), dtype, new int[] {5, 8, 9, 11}, new int[] {16, 8, 3, 3});
      agrees(Convolutions.plain().padding(2).stride(2), dtype, new int[] {5, 3, 13, 11}, new int[] {16, 3, 5, 5});
      agrees(Convolutions.plain().padding(2).dilation(2), dtype, new int[] {3, 8, 9, 11}, new int[] {16, 8, 3, 3});
      agrees(Convolutions.plain().groups(4), dtype, new int[] {3, 16, 9, 11}, new int[] {32, 4, 3, 3});
      agrees(Convolutions.plain().groups(16), dtype, new int[] {9, 16, 15, 11}, new int[] {16, 1, 5, 5});
      agrees(Convolutions.plain(), dtype, new int[] {9, 8, 50}, new int[] {16, 8, 7});
      agrees(Convolutions.plain().padding(1), dtype, new int[] {2, 4, 5, 6, 7}, new int[] {8, 4, 3, 3, 3});
    }
  }

  /** So is the gradient by the kernel, which runs a large kernel over an image with gaps. */
  @Test
  void transposedOnesAreDoneTheSameWay() {
    for (DType dtype : new DType[] {DType.F32, DType.F64}) {
      for (Convolutions each : List.of(Convolutions.plain().stride(2), Convolutions.plain().stride(2).padding(1),
          Convolutions.plain().stride(3).padding(1).groups(2), Convolutions.plain().stride(2).dilation(2))) {
        String explained = agrees((x, w) -> each.convTranspose(x, w, 1), dtype, new int[] {4, 16, 8, 9},
            new int[] {16, 8 / each.groups(), 4, 3});
        assertTrue(explained.lines().noneMatch(line -> line.contains("loops conv")), explained);
      }
      agrees((x, w) -> Convolutions.plain().stride(2).convTranspose(x, w, 0), dtype, new int[] {3, 2, 5},
          new int[] {2, 3, 4});
      agrees((x, w) -> Convolutions.plain().stride(4).convTranspose(x, w, 0), dtype, new int[] {3, 2, 5},
          new int[] {2, 3, 2});
    }
  }

  @Test
  void withoutALibraryTheyAreProductsOfPatches() {
    String explained = agrees(Convolutions.plain().padding(1), DType.F64, new int[] {6, 16, 12, 11},
        new int[] {8, 16, 3, 3});
    assertTrue(explained.lines().filter(line -> line.contains("loops patches")).count() == 2, explained);
    assertTrue(explained.lines().noneMatch(line -> line.contains("loops conv")), explained);
    agrees(Convolutions.plain().padding(2).stride(3), DType.F64, new int[] {6, 16, 12, 14}, new int[] {8, 16, 5, 4});
    agrees(Convolutions.plain().padding(1).stride(2).dilation(2), DType.F64, new int[] {6, 16, 12, 14},
        new int[] {8, 16, 3, 3});
    agrees(Convolutions.plain().groups(2).padding(1), DType.F64, new int[] {6, 16, 12, 14}, new int[] {8, 8, 3, 3});
    agrees(Convolutions.plain().stride(4), DType.F64, new int[] {3, 16, 64, 5}, new int[] {24, 16, 1, 1});
    agrees(Convolutions.plain().padding(3), DType.F64, new int[] {3, 16, 5, 40}, new int[] {24, 16, 7, 7});
  }

  @Test
  void theLibraryDoesAllThree() {
    assumeTrue(OneDnn.available(), () -> "oneDNN: " + OneDnn.obstacle().orElse(""));
    String explained = agrees(Convolutions.plain().padding(1), DType.F32, new int[] {40, 16, 16, 16},
        new int[] {16, 16, 3, 3});
    for (String direction : List.of("FORWARD", "BACKWARD_DATA", "BACKWARD_WEIGHTS")) {
      assertTrue(explained.lines().anyMatch(line -> line.contains("onednn " + direction) && !line.contains(" ref")),
          explained);
    }
    assertTrue(explained.lines().anyMatch(line -> line.matches(" +\\d+ +([2-9]|\\d\\d+) .*onednn BACKWARD_WEIGHTS.*")),
        explained);
  }
}
