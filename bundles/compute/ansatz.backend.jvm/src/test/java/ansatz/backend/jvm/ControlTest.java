package ansatz.backend.jvm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ansatz.backend.jvm.internal.optimize.Simplifier;
import ansatz.tensor.Activations;
import ansatz.tensor.Control;
import ansatz.tensor.DType;
import ansatz.tensor.Executable;
import ansatz.tensor.Function;
import ansatz.tensor.Interpreter;
import ansatz.tensor.Node;
import ansatz.tensor.Program;
import ansatz.tensor.Tensor;
import ansatz.tensor.TensorType;
import ansatz.tensor.Transforms;
import ansatz.tensor.Values;
import ansatz.tensor.primitive.Scan;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Programs within programs: plans of their own, in place, without falling back. */
class ControlTest {
  private final JvmBackend backend = new JvmBackend();

  /** Returns the explanation. */
  private String agrees(double tolerance, Function f, TensorType... types) {
    Program program = Program.trace(f, types);
    Random random = new Random(3);
    List<Values> inputs = List.of(types).stream().map(type -> {
      Values values = Values.zeros(type);
      for (int i = 0; i < values.size(); i++) {
        values.set(i, type.dtype().isFloat() ? random.nextGaussian() : random.nextInt(5));
      }
      return values;
    }).toList();
    List<Values> expected = new Interpreter(null).run(program, inputs);
    try (Executable executable = backend.compile(program)) {
      for (int run = 0; run < 2; run++) {
        List<Values> results = executable.run(inputs);
        for (int i = 0; i < expected.size(); i++) {
          for (int k = 0; k < expected.get(i).size(); k++) {
            double wanted = expected.get(i).get(k);
            assertEquals(wanted, results.get(i).get(k), tolerance * (1 + Math.abs(wanted)),
                () -> program + executable.explain());
          }
        }
      }
      assertTrue(executable.explain().contains("native kernels: 0"), executable::explain);
      return executable.explain();
    }
  }

  private static TensorType f32(int... extents) {
    return TensorType.of(DType.F32, extents);
  }

  /** h' = tanh(x W + h U), with and without its derivatives. */
  private static Function recurrent() {
    return in -> {
      Control.Scanned scanned = Control.scan((carry, slices) -> {
        Tensor h = slices.getFirst().matmul(in.get(1)).add(carry.getFirst().matmul(in.get(2))).tanh();
        return new Control.Scanned(List.of(h), List.of(h.slice(":, :2")));
      }, List.of(in.get(3)), List.of(in.get(0)));
      return List.of(scanned.carry().getFirst().square().sum().add(scanned.outputs().getFirst().sum()));
    };
  }

  @Test
  void recurrentNetworksTakeInvariantProductsOut() {
    TensorType[] types = {f32(7, 3, 5), f32(5, 4), f32(4, 4), f32(3, 4)};
    String forward = agrees(1e-5, recurrent(), types);
    assertEquals(1, forward.lines().filter(line -> line.contains("[21,5][5,4]")).count(), forward);
    String both = agrees(1e-4, Transforms.valueAndGrad(recurrent(), 0, 1, 2, 3), types);
    assertEquals(2, both.lines().filter(line -> line.matches(".*%.*  scan .*")).count(), both);
  }

  @Test
  void whatIsCheapIsComputedAgainNotStacked() {
    Function gated = in -> List.of(Control.scan((carry, slices) -> {
      Tensor h = carry.getFirst();
      Tensor gate = Activations.sigmoid(h.mul(in.get(1)).add(slices.getFirst()));
      Tensor next = gate.mul(h).add(gate.neg().add(1).mul(h.add(slices.getFirst()).tanh()));
      return new Control.Scanned(List.of(next), List.of());
    }, List.of(in.get(2)), List.of(in.get(0))).carry().getFirst().square().sum());
    TensorType[] types = {f32(6, 3, 5), f32(3, 5), f32(3, 5)};
    Function both = Transforms.valueAndGrad(gated, 0, 1, 2);
    agrees(1e-4, both, types);
    Node forward = Simplifier.simplify(Program.trace(both, types)).nodes().stream()
        .filter(node -> node.primitive() instanceof Scan).findFirst().orElseThrow();
    assertEquals(1 + 3, forward.results().size()); // h; and before the step h, the two functions
  }

  @Test
  void loopsUpdateInPlace() {
    agrees(1e-6, in -> {
      Control.Scanned swapped = Control.scan((carry, slices) -> new Control.Scanned(
          List.of(carry.get(1), carry.get(0).add(slices.getFirst()), in.get(2)),
          List.of(carry.get(0), slices.getFirst())),
          List.of(in.get(0), in.get(1), in.get(1)), List.of(in.get(3)), 5, true);
      return List.of(swapped.carry().get(0), swapped.carry().get(1), swapped.carry().get(2), swapped.outputs().get(0),
          swapped.outputs().get(1));
    }, f32(4), f32(4), f32(4), f32(5, 4));
    agrees(1e-6,
        in -> Control.whileLoop(s -> List.of(s.get(0).mul(2), s.get(1).add(1)), s -> s.get(0).sum().lt(in.get(2)),
            List.of(in.get(0).abs(), in.get(1))),
        f32(4), TensorType.of(DType.I32), f32());
    agrees(1e-6, in -> Control.whileLoop(s -> List.of(s.get(0).mul(2)), s -> s.get(0).sum().lt(1000), in), f32());
  }

  @Test
  void stackedCarriesAreNotCopied() {
    for (boolean reverse : new boolean[] {false, true}) {
      for (int length : new int[] {1, 4}) {
        String explanation = agrees(1e-6, in -> {
          Control.Scanned scanned = Control.scan((carry, slices) -> {
            Tensor a = carry.get(0).mul(2).add(slices.getFirst());
            Tensor b = carry.get(1).sub(carry.get(0));
            return new Control.Scanned(List.of(a, b, carry.get(2).add(b)), List.of(carry.get(0), b, a.mul(b)));
          }, List.of(in.get(0), in.get(0), in.get(1)), List.of(in.get(2)), length, reverse);
          return List.of(scanned.carry().get(0), scanned.carry().get(1), scanned.carry().get(2),
              scanned.outputs().get(0), scanned.outputs().get(1), scanned.outputs().get(2));
        }, f32(5), f32(5), f32(length, 5));
        assertEquals(0, explanation.lines().filter(line -> line.contains("  copy ")).count(), explanation);
      }
    }
  }

  @Test
  void oneOfTwoProgramsRuns() {
    for (double sign : new double[] {-1, 1}) {
      agrees(1e-6,
          in -> Control.cond(in.get(0).square().sum().mul(sign).gt(0), a -> List.of(a.getFirst().exp(), in.get(1)),
              a -> List.of(in.get(1), a.getFirst()), List.of(in.get(0))),
          f32(4), f32(4));
    }
  }

  @Test
  void checkpointsAreComputedAgain() {
    agrees(1e-5, Transforms.valueAndGrad(in -> List.of(
        Control.checkpoint(p -> List.of(p.getFirst().mul(p.getFirst()).tanh().exp())).apply(in).getFirst().sum())),
        f32(9));
    agrees(1e-5, Transforms.valueAndGrad(in -> List.of(Control.customVjp(p -> List.of(p.getFirst().square()),
        (x, y, ct) -> List.of(ct.getFirst().mul(3))).apply(in).getFirst().sum())), f32(9));
    agrees(1e-4, Transforms.valueAndGrad(in -> List.of(Control.scanCheckpointed((carry, slices) -> new Control.Scanned(
        List.of(carry.getFirst().mul(slices.getFirst()).tanh()), List.of()), List.of(in.get(0)), List.of(in.get(1)), 4)
        .carry().getFirst().sum()), 0, 1), f32(3), f32(16, 3));
  }
}
