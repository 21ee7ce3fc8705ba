package ansatz.backend.jvm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ansatz.tensor.Activations;
import ansatz.tensor.CompileOptions;
import ansatz.tensor.Convolutions;
import ansatz.tensor.DType;
import ansatz.tensor.Executable;
import ansatz.tensor.Interpreter;
import ansatz.tensor.Norms;
import ansatz.tensor.Pooling;
import ansatz.tensor.Program;
import ansatz.tensor.Tensor;
import ansatz.tensor.TensorType;
import ansatz.tensor.Transforms;
import ansatz.tensor.Values;
import java.util.List;
import java.util.Random;
import java.util.function.BinaryOperator;
import org.junit.jupiter.api.Test;

/** Whatever follows a convolution sees its result as the program has it, in whichever order that lies in memory. */
class ChannelsLastTest {
  private static final Convolutions SAME = Convolutions.plain().padding(1);

  private final JvmBackend backend = new JvmBackend();

  /** A network f(x, w) and its gradients by both, for images of 5 channels and kernels of 8. */
  private String agrees(BinaryOperator<Tensor> network, DType dtype, int[] x, int[] w) {
    Program program = Program.trace(in -> Transforms.valueAndGrad(
        p -> List.of(network.apply(p.get(0), p.get(1)).sin().sum())).apply(in), TensorType.of(dtype, x),
        TensorType.of(dtype, w));
    Random random = new Random(3);
    List<Values> inputs = program.inputs().stream().map(input -> {
      Values values = Values.zeros(input.type());
      for (int i = 0; i < values.size(); i++) {
        values.set(i, random.nextGaussian() / 4);
      }
      return values;
    }).toList();
    List<Values> expected = new Interpreter(null).run(program, inputs);
    try (Executable executable = backend.compile(program, CompileOptions.DEFAULT)) {
      List<Values> results = executable.run(inputs);
      for (int i = 0; i < expected.size(); i++) {
        for (int k = 0; k < expected.get(i).size(); k++) {
          double value = expected.get(i).get(k);
          assertEquals(value, results.get(i).get(k), (dtype == DType.F32 ? 1e-3 : 1e-11) * (1 + Math.abs(value)),
              () -> program + executable.explain());
        }
      }
      return executable.explain();
    }
  }

  private String agrees(BinaryOperator<Tensor> network) {
    agrees(network, DType.F64, new int[] {1, 5, 5, 6}, new int[] {8, 5, 3, 3});
    agrees(network, DType.F32, new int[] {3, 5, 7, 6}, new int[] {8, 5, 3, 3});
    return agrees(network, DType.F64, new int[] {3, 5, 7, 6}, new int[] {8, 5, 3, 3});
  }

  private static Tensor twice(Tensor x, Tensor w) {
    return SAME.conv(Activations.relu(SAME.conv(x, w).add(1)).slice(":, :5"), w);
  }

  @Test
  void theNextConvolutionTakesWhatLiesInThatOrder() {
    String explained = agrees(ChannelsLastTest::twice);
    assertTrue(explained.contains("orderedConv"), explained);
    assertEquals(1, explained.lines().filter(line -> line.contains("loops rearrange")).count(),
        "for the gradient by x");
  }

  @Test
  void poolsNormsAndSums() {
    agrees((x, w) -> Pooling.max(Activations.relu(SAME.conv(x, w)), Pooling.square(2, 2, 0))
        .reshape(x.shape().extent(0), -1));
    agrees((x, w) -> Pooling.mean(twice(x, w), Pooling.square(3, 2, 1)));
    agrees((x, w) -> Pooling.max(twice(x, w), Pooling.square(3, 2, 1)));
    agrees((x, w) -> Norms.batch(SAME.conv(x, w), 1e-3).mul(SAME.conv(x, w)));
    agrees((x, w) -> Norms.group(SAME.conv(x, w), 2, 1e-3));
    agrees((x, w) -> Norms.instance(twice(x, w), 1e-3).sum(1));
    agrees((x, w) -> SAME.conv(x, w).softmax(1).mean(2, 3));
    agrees((x, w) -> SAME.conv(x, w).softmax(-1).mul(x.sum().cos()));
  }

  @Test
  void cutJoinedTurnedAndPadded() {
    agrees((x, w) -> Tensor.concat(1, SAME.conv(x, w), x, twice(x, w).flip(2)));
    agrees((x, w) -> SAME.conv(x, w).pad(new int[] {0, 0, 1, 0}, new int[] {1, 2, 0, 1}, 0.5).slice("1:, 2:7, ::2, 1:")
        .transpose());
    agrees((x, w) -> SAME.conv(x, w).transpose(1, 0, 2, 3).reshape(-1, x.shape().extent(0)).cumsum(0));
    agrees((x, w) -> SAME.conv(x, w).reshape(x.shape().extent(0), 2, 4, -1).mul(w.mean()).moveAxis(1, 2));
    agrees(
        (x, w) -> SAME.conv(x, w).expand(0).mul(Tensor.of(new double[] {1, 2}).to(x.dtype()).reshape(2, 1, 1, 1, 1)));
  }

  @Test
  void anyRankAndGroup() {
    for (DType dtype : new DType[] {DType.F32, DType.F64}) {
      Convolutions grouped = SAME.groups(2);
      agrees((x, w) -> grouped.conv(x.tanh(), w).add(x.slice(":, :1")), dtype, new int[] {2, 4, 6, 5},
          new int[] {6, 2, 3, 3});
      agrees((x, w) -> SAME.conv(SAME.conv(x, w), w), dtype, new int[] {2, 4, 9}, new int[] {4, 4, 3});
      agrees((x, w) -> SAME.conv(SAME.conv(x, w), w), dtype, new int[] {2, 4, 3, 4, 5}, new int[] {4, 4, 3, 3, 3});
      agrees((x, w) -> SAME.stride(2).convTranspose(SAME.stride(2).conv(x, w), w, 1), dtype, new int[] {2, 4, 6, 6},
          new int[] {4, 4, 3, 3});
      agrees((x, w) -> SAME.groups(16).conv(x.exp(), w).exp(), dtype, new int[] {2, 16, 12, 12},
          new int[] {16, 1, 3, 3});
      agrees((x, w) -> SAME.conv(Activations.relu(SAME.conv(x, w)), w), dtype, new int[] {20, 16, 14, 14},
          new int[] {16, 16, 3, 3});
      agrees((x, w) -> Convolutions.plain().conv(x, w).exp(), dtype, new int[] {9, 6, 14, 14}, new int[] {16, 6, 5, 5});
    }
  }
}
