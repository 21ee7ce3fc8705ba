package ansatz.backend.jvm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ansatz.backend.jvm.internal.optimize.Simplifier;
import ansatz.backend.jvm.internal.rows.RowDivision;
import ansatz.tensor.Activations;
import ansatz.tensor.Control;
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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What is done row by row is done in blocks of rows, with the same results, whatever stands between. */
class RowsTest {
  /** The plain loops' results, of the divided program and of the executable; returns the explanation. */
  private static String agrees(Function f, TensorType... types) {
    Program program = Program.trace(f, types);
    Random random = new Random(3);
    List<Values> inputs = List.of(types).stream().map(type -> {
      Values values = Values.zeros(type);
      for (int i = 0; i < values.size(); i++) {
        values.set(i, type.dtype().isFloat() ? 0.3 * random.nextGaussian() : random.nextInt(7));
      }
      return values;
    }).toList();
    List<Values> expected = new Interpreter(null).run(program, inputs);
    same(expected, new Interpreter(null).run(RowDivision.divide(Simplifier.simplify(program)), inputs), program);
    try (Executable executable = new JvmBackend().compile(program)) {
      same(expected, executable.run(inputs), program);
      same(expected, executable.run(inputs), program);
      assertTrue(executable.explain().contains("native kernels: 0"), executable::explain);
      return executable.explain();
    }
  }

  private static void same(List<Values> expected, List<Values> results, Program program) {
    for (int i = 0; i < expected.size(); i++) {
      for (int k = 0; k < expected.get(i).size(); k++) {
        double wanted = expected.get(i).get(k);
        assertEquals(wanted, results.get(i).get(k), 1e-4 * (1 + Math.abs(wanted)), program::toString);
      }
    }
  }

  private static TensorType f32(int... extents) {
    return TensorType.of(DType.F32, extents);
  }

  /** How many steps are done in blocks, of so many rows that they are as many tasks. */
  private static void assertBlocks(String explanation, String what, long steps, int tasks) {
    List<String> found = explanation.lines().filter(line -> line.matches(" +\\d+ +\\d+ .*% .*  " + what + " .*"))
        .toList();
    assertEquals(steps, found.size(), explanation);
    found.forEach(line -> assertTrue(line.matches(" +\\d+ +" + tasks + " .*"), explanation));
  }

  private static Function classifier(int batch) {
    return in -> Transforms.valueAndGrad(p -> {
      Tensor h = in.get(4).matmul(p.get(0)).add(p.get(1)).tanh();
      return List.of(Losses.crossEntropy(h.matmul(p.get(2)).add(p.get(3)), in.get(5)).mean());
    }).apply(in.subList(0, 4));
  }

  @Test
  void examplesOfABatchWaitForNoOther() {
    for (int batch : new int[] {64, 67, 127}) {
      assertBlocks(agrees(classifier(batch), f32(40, 90), f32(90), f32(90, 30), f32(30), f32(batch, 40),
          TensorType.of(DType.I32, batch)), "byRows", 1, 2);
    }
  }

  @Test
  void whoeverEndsLastFoldsTheSameBits() {
    Program program = Program.trace(in -> {
      List<Tensor> all = new ArrayList<>(classifier(128).apply(in));
      all.add(in.get(4).square().sum(0)); // parts of a kernel's calls
      all.add(in.get(4).square().sum());
      return all;
    }, f32(40, 90), f32(90), f32(90, 30), f32(30), f32(128, 40), TensorType.of(DType.I32, 128));
    List<Values> inputs = program.inputTypes().stream().map(type -> {
      Values values = Values.zeros(type);
      for (int i = 0; i < values.size(); i++) {
        values.set(i, type.dtype().isFloat() ? Math.sin(i) : i % 7);
      }
      return values;
    }).toList();
    try (Executable executable = new JvmBackend().compile(program)) {
      List<Values> first = executable.run(inputs);
      for (int run = 0; run < 1000; run++) {
        List<Values> results = executable.run(inputs);
        for (int i = 0; i < first.size(); i++) {
          assertTrue(first.get(i).sameBits(results.get(i)), executable::explain);
        }
      }
    }
  }

  @Test
  void fewRowsAreNotDivided() {
    assertBlocks(agrees(classifier(20), f32(20, 30), f32(30), f32(30, 7), f32(7), f32(20, 20),
        TensorType.of(DType.I32, 20)), "byRows", 0, 0);
  }

  /** Layers 64 to 64 with tanh, and the gradients by their weights. */
  private static Function deep(int layers) {
    return in -> Transforms.valueAndGrad(p -> {
      Tensor h = in.get(layers);
      for (Tensor weights : p) {
        h = h.matmul(weights).tanh();
      }
      return List.of(h.square().mean());
    }).apply(in.subList(0, layers));
  }

  private static TensorType[] deepTypes(int layers, int batch) {
    TensorType[] types = new TensorType[layers + 1];
    Arrays.fill(types, f32(64, 64));
    types[layers] = f32(batch, 64);
    return types;
  }

  @Test
  void weightsThatManyBlocksReadTransposedAreTransposedOnce() {
    String eight = agrees(deep(3), deepTypes(3, 256));
    assertEquals(2, eight.lines().filter(line -> line.contains("  rearrange")).count(), eight);
    String few = agrees(deep(3), deepTypes(3, 128));
    assertFalse(few.contains("  rearrange"), few);
  }

  @Test
  void largeSumsOfManyBlocksAreAddedUpByStepsOfTheirOwn() {
    String many = agrees(deep(4), deepTypes(4, 260));
    assertTrue(many.contains("byRows in 8 blocks of rows, the last task folds 1 "), many);
    assertEquals(4, many.lines().filter(line -> line.contains("  kernel [8]x4096 {reduceSum}")).count(), many);
    String few = agrees(deep(2), deepTypes(2, 256));
    assertTrue(few.contains("byRows in 8 blocks of rows, the last task folds 3"), few);
  }

  @Test
  void regionsWaitForWhatIsMadeOfAllRows() {
    Function normalized = in -> {
      Tensor h = in.get(0).matmul(in.get(1)).tanh().matmul(in.get(2));
      Tensor centred = h.sub(h.mean(0)).div(h.square().mean(0).add(1).sqrt());
      return List.of(centred.matmul(in.get(3)).tanh().matmul(in.get(4)).square().sum(1));
    };
    TensorType[] types = {f32(166, 30), f32(30, 60), f32(60, 50), f32(50, 60), f32(60, 35)};
    assertBlocks(agrees(normalized, types), "byRows", 2, 2);
    agrees(Transforms.valueAndGrad(in -> List.of(normalized.apply(in).getFirst().sum()), 1, 2, 3, 4), types);
    agrees(in -> {
      Tensor h = in.get(0).matmul(in.get(1)).tanh().matmul(in.get(2));
      return List.of(h.matmul(h.transpose(1, 0)).matmul(h).tanh().sum(1), h.sum(0), h.sum());
    }, f32(66, 9), f32(9, 20), f32(20, 12));
  }

  @Test
  void sequencesAreRowsToo() {
    Function attention = in -> {
      Tensor q = in.get(0).reshape(32 * 12, 64).matmul(in.get(1)).reshape(32, 12, 2, 4).transpose(0, 2, 1, 3);
      Tensor k = in.get(0).reshape(32 * 12, 64).matmul(in.get(2)).reshape(32, 12, 2, 4).transpose(0, 2, 3, 1);
      Tensor weights = q.matmul(k).exp();
      weights = weights.div(weights.sum(3).expand(3));
      Tensor y = weights.matmul(q).transpose(0, 2, 1, 3).reshape(32 * 12, 8).matmul(in.get(3));
      return List.of(y.square().sum());
    };
    TensorType[] types = {f32(32, 12, 64), f32(64, 8), f32(64, 8), f32(8, 8)};
    assertTrue(agrees(attention, types).contains("  byRows in "));
    assertTrue(agrees(Transforms.valueAndGrad(attention, 0, 1, 2, 3), types).contains("  byRows in "));
  }

  @Test
  void examplesPassThroughAllStepsOfAScan() {
    for (int batch : new int[] {32, 33, 50}) {
      Function recurrent = in -> {
        Control.Scanned scanned = Control.scan((carry, slices) -> {
          Tensor gates = slices.getFirst().matmul(in.get(1)).add(carry.getFirst().matmul(in.get(2)));
          Tensor c = Activations.sigmoid(gates.slice(":, :6")).mul(carry.get(1)).add(gates.slice(":, 6:").tanh());
          return new Control.Scanned(List.of(c.tanh(), c), List.of(c.slice(":, 1:3")));
        }, List.of(in.get(3), in.get(3).mul(0.5)), List.of(in.get(0)), 4, batch == 50);
        return List.of(scanned.carry().getFirst().square().sum().add(scanned.outputs().getFirst().sum()));
      };
      TensorType[] types = {f32(4, batch, 5), f32(5, 12), f32(6, 12), f32(batch, 6)};
      assertBlocks(agrees(recurrent, types), "scan", 1, 2);
      assertBlocks(agrees(Transforms.valueAndGrad(recurrent, 0, 1, 2, 3), types), "scan", 2, 2);
    }
  }

  @Test
  void whatExamplesHaveInCommonMayChangeFromStepToStep() {
    Tensor gain = Tensor.of(new double[] {1, 2, 3, 4, 5, 6}).to(DType.F32);
    Function flow = in -> List.of(Control.scan((carry, slices) -> {
      Tensor time = slices.get(0);
      Tensor h = carry.getFirst().matmul(in.get(0)).add(slices.get(1).mul(time.sin())).add(time).mul(gain).tanh();
      return new Control.Scanned(List.of(carry.getFirst().add(h.mul(time))), List.of());
    }, List.of(in.get(1)), List.of(in.get(2), in.get(3))).carry().getFirst().square().sum());
    TensorType[] types = {f32(6, 6), f32(64, 6), f32(5), f32(5, 6)};
    assertBlocks(agrees(flow, types), "scan", 1, 4);
    assertBlocks(agrees(Transforms.valueAndGrad(flow, 0, 1), types), "scan", 2, 4);
    agrees(Transforms.valueAndGrad(flow, 0, 1, 2, 3), types);
  }

  @Test
  void scansWhoseRowsDependOnEachOtherAreNotDivided() {
    assertBlocks(agrees(in -> {
      Control.Scanned scanned = Control.scan((carry, slices) -> {
        Tensor h = carry.getFirst().matmul(in.get(1)).add(slices.getFirst());
        return new Control.Scanned(List.of(h.sub(h.mean(0))), List.of());
      }, List.of(in.get(2)), List.of(in.get(0)));
      return new ArrayList<>(scanned.carry());
    }, f32(4, 32, 6), f32(6, 6), f32(32, 6)), "scan", 1, 1);
  }
}
