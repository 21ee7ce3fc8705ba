package ansatz.backend.jvm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ansatz.tensor.Activations;
import ansatz.tensor.CompileOptions;
import ansatz.tensor.DType;
import ansatz.tensor.Executable;
import ansatz.tensor.Function;
import ansatz.tensor.Interpreter;
import ansatz.tensor.Pooling;
import ansatz.tensor.Program;
import ansatz.tensor.Tensor;
import ansatz.tensor.TensorType;
import ansatz.tensor.Transforms;
import ansatz.tensor.Values;
import ansatz.tensor.primitive.Axes;
import ansatz.tensor.primitive.Window;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Sums and maxima under windows, with derivatives, are those of plain loops, whether windows overlap or not. */
class PoolingTest {
  private static final Window TWO = Pooling.square(2, 2, 0);

  private final JvmBackend backend = new JvmBackend();
  private final Random random = new Random(5);

  /** Numbers of which many are equal, and every so manieth is NaN; 0: none is. */
  private Values ties(TensorType type, int nan) {
    Values values = Values.zeros(type);
    for (int i = 0; i < values.size(); i++) {
      values.set(i, nan > 0 && random.nextInt(nan) == 0 ? Double.NaN : random.nextInt(5) - 2);
    }
    return values;
  }

  /** Returns the explanation. */
  private String agrees(Function function, Values... inputs) {
    TensorType[] types = List.of(inputs).stream().map(Values::type).toArray(TensorType[]::new);
    Program program = Program.trace(function, types);
    List<Values> expected = new Interpreter(null).run(program, List.of(inputs));
    try (Executable executable = backend.compile(program, CompileOptions.DEFAULT)) {
      List<Values> results = executable.run(List.of(inputs));
      for (int i = 0; i < expected.size(); i++) {
        for (int k = 0; k < expected.get(i).size(); k++) {
          double value = expected.get(i).get(k);
          assertEquals(value, results.get(i).get(k), Double.isNaN(value) ? 1 : 1e-5 * (1 + Math.abs(value)),
              () -> program + executable.explain());
        }
      }
      return executable.explain();
    }
  }

  /** A pooled tensor, its gradient for given cotangents, and the derivative of that by the cotangents. */
  private String agrees(UnaryOperator<Tensor> pool, TensorType type, int nan) {
    TensorType pooled = Program.trace(in -> List.of(pool.apply(in.getFirst())), type).outputs().getFirst().type();
    return agrees(in -> {
      Transforms.Vjp vjp = Transforms.vjp(x -> List.of(pool.apply(x.getFirst())), in.subList(0, 1));
      Transforms.Jvp jvp = Transforms.jvp(x -> List.of(pool.apply(x.getFirst())), in.subList(0, 1), in.subList(2, 3));
      return List.of(vjp.values().getFirst(), vjp.pullback().apply(in.subList(1, 2)).getFirst(),
          jvp.tangents().getFirst());
    }, ties(type, nan), ties(pooled, 0), ties(type, 0));
  }

  @Test
  void windowsThatDoNotOverlapAreSlices() {
    for (DType dtype : new DType[] {DType.F32, DType.F64}) {
      for (int[] shape : new int[][] {{3, 2, 4, 6}, {2, 3, 5, 7}, {1, 1, 2, 2}, {70, 3, 8, 8}}) {
        for (int nan : new int[] {0, 3}) {
          String max = agrees(x -> Pooling.max(x, TWO), TensorType.of(dtype, shape), nan);
          assertFalse(max.contains("windowArgmax") || max.contains("scatter") || max.contains("gather"), max);
          String mean = agrees(x -> Pooling.mean(x, TWO), TensorType.of(dtype, shape), nan);
          assertFalse(mean.contains("windowSum"), mean);
        }
      }
    }
  }

  @Test
  void whatWindowsStandOnNeedNotExist() {
    String explained = agrees(x -> Pooling.max(Activations.relu(x.add(1)), TWO), TensorType.of(DType.F32, 2, 3, 4, 6),
        0);
    assertTrue(explained.lines().filter(line -> line.contains("kernel")).count() <= 4, explained);
    agrees(x -> Pooling.max(x.mul(x.slice(":1")).exp().add(x.mean(2, 3).reshape(2, 3, 1, 1)), TWO),
        TensorType.of(DType.F64, 2, 3, 4, 6), 0);
  }

  @Test
  void windowsOfAnyForm() {
    for (Window window : List.of(Pooling.square(3, 2, 1), Pooling.square(3, 2, 0), Pooling.square(2, 3, 0),
        Pooling.square(3, 1, 0), Pooling.square(1, 2, 0), Pooling.square(6, 1, 0), Pooling.square(5, 5, 0),
        Window.of(new int[] {2, 3}, new int[] {2, 3}, new int[] {0, 0}, new int[] {0, 0}),
        Window.of(new int[] {2, 2}, new int[] {2, 2}, new int[] {0, 0}, new int[] {1, 1}),
        Window.of(new int[] {2, 2}, new int[] {2, 2}, new int[] {-1, 0}, new int[] {0, -1}),
        Window.of(new int[] {2, 2}, new int[] {2, 2}, new int[] {1, 1}, new int[] {1, 1}),
        new Window(Axes.of(2, 2), Axes.of(2, 2), Axes.of(1, 1), Axes.of(2, 1), Axes.of(0, 0), Axes.of(0, 0)),
        new Window(Axes.of(2, 2), Axes.of(1, 1), Axes.of(2, 2), Axes.of(1, 1), Axes.of(1, 1), Axes.of(0, 3)))) {
      for (int[] shape : new int[][] {{2, 3, 6, 6}, {3, 1, 7, 6}}) {
        agrees(x -> Pooling.mean(x, window), TensorType.of(DType.F64, shape), 0);
        if (window.baseDilation().equals(Axes.of(1, 1))) {
          agrees(x -> Pooling.max(x, window), TensorType.of(DType.F64, shape), 4);
          agrees(x -> Pooling.max(x, window), TensorType.of(DType.F32, shape), 4);
        }
      }
    }
    agrees(x -> Pooling.mean(x, Window.of(new int[] {3}, new int[] {3}, new int[] {0}, new int[] {0})),
        TensorType.of(DType.F32, 4, 10), 0);
    agrees(x -> Pooling.max(x, Window.of(new int[] {2, 2, 2}, new int[] {2, 2, 2}, new int[3], new int[3])),
        TensorType.of(DType.F32, 2, 4, 5, 6), 0);
  }
}
