package ansatz.backend.jvm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ansatz.tensor.Activations;
import ansatz.tensor.CompileOptions;
import ansatz.tensor.Control;
import ansatz.tensor.Convolutions;
import ansatz.tensor.DType;
import ansatz.tensor.Executable;
import ansatz.tensor.Function;
import ansatz.tensor.OutOfMemoryException;
import ansatz.tensor.Program;
import ansatz.tensor.Tensor;
import ansatz.tensor.TensorType;
import ansatz.tensor.Values;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** Programs that may have less memory than they ask for compute values again, and give the same. */
@Isolated
class MemoryLimitTest {
  private static final UnaryOperator<Tensor> MIXED = x -> x.tanh().mul(x).add(1).log1p();
  private static final UnaryOperator<Tensor> ATTENTION = x -> Activations.gelu(x).softmax(1).mul(x).add(x.tanh());

  private final JvmBackend backend = new JvmBackend();

  private static DenseNetwork network(int layers, int width, int batch, UnaryOperator<Tensor> activation) {
    int[] widths = new int[layers + 1];
    Arrays.fill(widths, width);
    return DenseNetwork.of(widths, activation, batch, TensorType.of(DType.F32, batch, width),
        (y, t) -> y.sub(t).square().mean());
  }

  private static CompileOptions options(DenseNetwork network) {
    return CompileOptions.DEFAULT.withState(network.state());
  }

  /** A training step within a share of the memory that it asks for, bit for bit the same as with all of it. */
  private void fits(DenseNetwork network, double share) {
    try (Executable all = backend.compile(network.program(), options(network))) {
      long limit = (long) (share * all.workspaceBytes());
      try (Executable less = backend.compile(network.program(), options(network).withMemoryLimit(limit))) {
        assertTrue(less.workspaceBytes() <= limit, less::explain);
        List<Values> expected = all.run(network.inputs());
        List<Values> results = less.run(network.inputs());
        for (int i = 0; i < expected.size(); i++) {
          assertTrue(Double.isFinite(expected.get(i).get(0)), "output " + i);
          assertTrue(expected.get(i).sameBits(results.get(i)), "output " + i);
        }
      }
    }
  }

  /** A plan for looking at single nodes has no limit, and is not taken for one that has. */
  @Test
  void lookingAtNodesLiftsNoLimit() {
    TensorType type = TensorType.of(DType.F32, 64, 64);
    Program program = Program.trace(in -> List.of(MIXED.apply(in.getFirst().exp()).mul(in.getFirst().sin()).sum()),
        type);
    try (Executable plain = backend.compile(program)) {
      CompileOptions limited = CompileOptions.DEFAULT.withMemoryLimit(plain.workspaceBytes());
      try (Executable executable = backend.compile(program, limited)) {
        executable.debug(List.of(Values.zeros(type)), _ -> {});
      }
      assertThrows(OutOfMemoryException.class, () -> backend.compile(program, limited.withCheckNan()).close());
    }
  }

  @Test
  void activationsAreComputedAgain() {
    fits(network(12, 8, 20, Activations::gelu), 0.7);
    fits(network(12, 8, 20, Activations::gelu), 0.5);
    fits(network(6, 9, 33, ATTENTION), 0.7);
  }

  @Test
  void activationsOfBlocksOfRowsAreComputedAgain() {
    fits(network(8, 32, 64, Activations::gelu), 0.7);
    fits(network(5, 32, 64, ATTENTION), 0.7);
  }

  /** Scratch memory of libraries too. */
  @Test
  void allThatIsAllocatedIsKnownBefore() {
    TensorType x = TensorType.of(DType.F32, 2048, 128);
    TensorType w = TensorType.of(DType.F32, 128, 128);
    Function transposed = in -> List.of(in.get(0).matmul(in.get(1).transpose()));
    Program large = Program.trace(transposed, x, w);
    Program scanned = Program.trace(in -> Control.scan(
        (carry, _) -> new Control.Scanned(transposed.apply(List.of(carry.getFirst().flip(0), in.get(1))), List.of()),
        List.of(in.getFirst()), List.of(), 3, false).carry(), x, w);
    Program convolved = Program.trace(in -> List.of(Convolutions.plain().conv(in.get(0), in.get(1))),
        TensorType.of(DType.F32, 16, 8, 20, 20), TensorType.of(DType.F32, 16, 8, 3, 3));
    DenseNetwork network = network(4, 32, 64, ATTENTION);
    for (Program program : List.of(large, scanned, convolved, network.program())) {
      long live = JvmBackend.liveBytes();
      try (Executable executable = backend.compile(program)) {
        long constants = Long.parseLong(executable.explain().replaceAll("(?s).*, constants ([\\d,]+)\n.*", "$1")
            .replace(",", ""));
        assertEquals(executable.workspaceBytes() + constants, JvmBackend.liveBytes() - live, executable::explain);
        assertTrue(executable.workspaceBytes() > 0, executable::explain);
      }
      assertEquals(live, JvmBackend.liveBytes());
    }
  }

  @Test
  void aLimitThatIsNotExceededChangesNothing() {
    DenseNetwork network = network(4, 8, 20, Activations::gelu);
    try (Executable all = backend.compile(network.program(), options(network));
        Executable same = backend.compile(network.program(),
            options(network).withMemoryLimit(all.workspaceBytes()))) {
      assertEquals(all.explain(), same.explain());
    }
  }

  @Test
  void theRefusalNamesTheLeastThatIsEnough() {
    for (UnaryOperator<Tensor> activation : List.of(MIXED, ATTENTION)) {
      DenseNetwork network = network(4, 32, 64, activation);
      long live = JvmBackend.liveBytes();
      String message = assertThrows(OutOfMemoryException.class,
          () -> backend.compile(network.program(), options(network).withMemoryLimit(1000))).getMessage();
      assertEquals(live, JvmBackend.liveBytes());
      Matcher asks = Pattern.compile("asks for (\\d+) bytes.* may have 1000").matcher(message);
      assertTrue(asks.find(), message);
      long least = Long.parseLong(asks.group(1));
      try (Executable all = backend.compile(network.program(), options(network));
          Executable less = backend.compile(network.program(), options(network).withMemoryLimit(least))) {
        assertEquals(least, less.workspaceBytes());
        assertTrue(least < 0.7 * all.workspaceBytes(), () -> least + " of " + all.workspaceBytes());
        requireClose(all.run(network.inputs()), less.run(network.inputs()));
      }
    }
  }

  /** Rows may be undivided in the smallest plan, sums over rows then have other parts. */
  private static void requireClose(List<Values> expected, List<Values> results) {
    for (int i = 0; i < expected.size(); i++) {
      for (int k = 0; k < expected.get(i).size(); k++) {
        double wanted = expected.get(i).get(k);
        assertEquals(wanted, results.get(i).get(k), 1e-5 * (1 + Math.abs(wanted)), "output " + i);
      }
    }
  }
}
