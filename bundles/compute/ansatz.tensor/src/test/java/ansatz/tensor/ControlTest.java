package ansatz.tensor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import ansatz.tensor.Control.Scanned;
import ansatz.tensor.primitive.Dot;
import ansatz.tensor.primitive.Scan;

class ControlTest {
  private static final Tensor W = Tensor.of(new double[] {0.5, -0.3, 0.8, 0.1, 0.4, -0.6, 0.2, 0.7, -0.9}, 3, 3);
  private static final Tensor XS = Tensor
      .of(new double[] {0.1, 0.9, -0.4, 0.3, 0.2, 0.5, -0.7, 0.6, 0.8, -0.2, 0.05, -0.35}, 4, 3);

  private static Tensor scalar(double x) {
    return Tensor.scalar(DType.F64, x);
  }

  /** h_t = tanh(W h_{t-1} + x_t), all h_t given. */
  private static Scanned recurrent(Tensor w, Tensor xs) {
    return Control.scan((carry, x) -> {
      Tensor h = w.matmul(carry.getFirst()).add(x.getFirst()).tanh();
      return new Scanned(List.of(h), List.of(h));
    }, List.of(Tensor.zeros(DType.F64, 3)), List.of(xs));
  }

  private static Tensor unrolled(Tensor w, Tensor xs) {
    Tensor h = Tensor.zeros(DType.F64, 3);
    Tensor sum = scalar(0);
    for (int t = 0; t < 4; t++) {
      Tensor x = Tensor.eye(DType.F64, 4).matmul(xs).mul(Tensor.of(unit(t), 4, 1)).sum(0);
      h = w.matmul(h).add(x).tanh();
      sum = sum.add(h.square().sum());
    }
    return sum.add(h.exp().sum());
  }

  private static double[] unit(int t) {
    return IntStream.range(0, 4).mapToDouble(i -> i == t ? 1 : 0).toArray();
  }

  private static Tensor loss(Tensor w, Tensor xs) {
    Scanned scanned = recurrent(w, xs);
    return scanned.outputs().getFirst().square().sum().add(scanned.carry().getFirst().exp().sum());
  }

  @Test
  void aScanIsItsUnrolledLoopWithDerivatives() {
    assertEquals(unrolled(W, XS).item(), loss(W, XS).item(), 1e-13);
    List<Tensor> expected = Transforms.gradients(in -> List.of(unrolled(in.get(0), in.get(1)))).of(W, XS);
    List<Tensor> actual = Transforms.gradients(in -> List.of(loss(in.get(0), in.get(1)))).of(W, XS);
    for (int i = 0; i < 2; i++) {
      assertArrayEquals(expected.get(i).values().doubles(), actual.get(i).values().doubles(), 1e-13);
    }
  }

  @Test
  void secondDerivativesOfAScan() {
    Tensor v = Tensor.of(new double[] {1, -1, 2, 0.5, 0, 1, -2, 1, 0.3}, 3, 3);
    Tensor forwardOverReverse = Transforms.hvp(w -> loss(w, XS), W, v);
    Tensor reverseOverReverse = Transforms
        .grad(w -> Transforms.grad(u -> loss(u, XS)).apply(w).mul(v).sum()).apply(W);
    Tensor expected = Transforms.hvp(w -> unrolled(w, XS), W, v);
    assertArrayEquals(expected.values().doubles(), forwardOverReverse.values().doubles(), 1e-12);
    assertArrayEquals(expected.values().doubles(), reverseOverReverse.values().doubles(), 1e-12);
  }

  @Test
  void theWeightGradientIsOneContractionAfterTheScan() {
    Program program = Program.trace(in -> Transforms.grad(w -> loss(w, XS)).apply(in.getFirst()) == null
        ? List.of()
        : List.of(Transforms.grad(w -> loss(w, XS)).apply(in.getFirst())), W.type());
    Node backward = program.nodes().stream().filter(n -> n.primitive() instanceof Scan s && s.reverse()).findFirst()
        .orElseThrow();
    Scan scan = (Scan) backward.primitive();
    assertEquals(1, scan.carries(), "only the hidden state's cotangent is carried");
    assertEquals(1, scan.body().nodes().stream().filter(n -> n.primitive() instanceof Dot).count());
    assertTrue(program.nodes().stream().anyMatch(n -> n.primitive() instanceof Dot), program.toString());
  }

  /** Weights, a gain and a bias in one vector, which the body takes its slices of. */
  private static Tensor packed(Tensor all) {
    Scanned scanned = Control.scan((carry, x) -> {
      List<Tensor> p = all.split(0, 9, 3, 3);
      Tensor h = carry.getFirst().matmul(p.get(0).reshape(3, 3)).add(carry.getFirst().mul(p.get(1))).add(p.get(2))
          .add(x.getFirst()).tanh();
      return new Scanned(List.of(h), List.of());
    }, List.of(Tensor.full(TensorType.of(DType.F64, 2, 3), 0.3)), List.of(XS));
    return scanned.carry().getFirst().square().sum();
  }

  @Test
  void slicesOfAConstantAreSummedAfterTheScanToo() {
    Tensor all = Tensor.of(IntStream.range(0, 15).mapToDouble(i -> 0.5 * Math.sin(i)).toArray());
    Program program = Program.trace(in -> List.of(Transforms.grad(ControlTest::packed).apply(in.getFirst())),
        all.type());
    Scan backward = program.nodes().stream().map(Node::primitive).filter(n -> n instanceof Scan s && s.reverse())
        .map(Scan.class::cast).findFirst().orElseThrow();
    assertEquals(1, backward.carries(), program::toString);
    double[] gradient = Transforms.grad(ControlTest::packed).apply(all).values().doubles();
    for (int i = 0; i < 15; i++) {
      double step = 1e-6;
      Tensor direction = Tensor.arange(DType.I32, 15).eq(i).to(DType.F64).mul(step);
      double change = packed(all.add(direction)).item() - packed(all.sub(direction)).item();
      assertEquals(change / (2 * step), gradient[i], 1e-8);
    }
  }

  @Test
  void aCheckpointedScanGivesTheSameDerivatives() {
    UnaryOperator<Tensor> f = w -> {
      Scanned s = Control.scanCheckpointed((carry, x) -> {
        Tensor h = w.matmul(carry.getFirst()).add(x.getFirst()).tanh();
        return new Scanned(List.of(h), List.of(h));
      }, List.of(Tensor.zeros(DType.F64, 3)), List.of(XS), 2);
      return s.outputs().getFirst().square().sum().add(s.carry().getFirst().exp().sum());
    };
    assertArrayEquals(Transforms.grad(w -> loss(w, XS)).apply(W).values().doubles(),
        Transforms.grad(f).apply(W).values().doubles(), 1e-13);
  }

  @Test
  void vmapOfAScanIsALoop() {
    Tensor ws = Tensor.of(IntStream.range(0, 18).mapToDouble(i -> Math.sin(i)).toArray(), 2, 3, 3);
    Tensor batched = Transforms.vmap(in -> List.of(Transforms.grad(w -> loss(w, XS)).apply(in.getFirst())))
        .of(ws).getFirst();
    for (int i = 0; i < 2; i++) {
      double[] w = java.util.Arrays.copyOfRange(ws.values().doubles(), 9 * i, 9 * i + 9);
      assertArrayEquals(Transforms.grad(u -> loss(u, XS)).apply(Tensor.of(w, 3, 3)).values().doubles(),
          java.util.Arrays.copyOfRange(batched.values().doubles(), 9 * i, 9 * i + 9), 1e-13);
    }
  }

  @Test
  void onlyTheChosenBranchOfACondCounts() {
    UnaryOperator<Tensor> f = x -> Control
        .cond(x.gt(0), in -> List.of(in.getFirst().square()), in -> List.of(in.getFirst().neg()), List.of(x))
        .getFirst();
    assertEquals(6, Transforms.grad(f).apply(scalar(3)).item());
    assertEquals(-1, Transforms.grad(f).apply(scalar(-3)).item());
    assertEquals(2, Transforms.grad(Transforms.grad(f)).apply(scalar(3)).item());
    Tensor both = Transforms.vmap(in -> List.of(Transforms.grad(f).apply(in.getFirst())))
        .of(Tensor.of(new double[] {3, -3})).getFirst();
    assertArrayEquals(new double[] {6, -1}, both.values().doubles());
  }

  @Test
  void aWhileLoopRunsUntilItsConditionFails() {
    // Newton's square root of a, until it no longer changes much.
    Function root = in -> List.of(Control.whileLoop(
        c -> List.of(c.getFirst().add(in.getFirst().div(c.getFirst())).div(2), c.get(1).add(1)),
        c -> c.getFirst().square().sub(in.getFirst()).abs().gt(1e-12), List.of(in.getFirst(), scalar(0))).getFirst());
    assertEquals(Math.sqrt(2), root.of(scalar(2)).getFirst().item(), 1e-12);
    Tensor slope = Transforms.jvp(root, List.of(scalar(2)), List.of(scalar(1))).tangents().getFirst();
    assertEquals(0.5 / Math.sqrt(2), slope.item(), 1e-9);
    Tensor mapped = Transforms.vmap(root).of(Tensor.of(new double[] {2, 9, 100})).getFirst();
    assertArrayEquals(new double[] {Math.sqrt(2), 3, 10}, mapped.values().doubles(), 1e-9);
    var e = assertThrows(IllegalArgumentException.class,
        () -> Transforms.grad(a -> root.of(a).getFirst()).apply(scalar(2)));
    assertTrue(e.getMessage().contains("scan"), e.getMessage());
  }

  @Test
  void derivativesOfTheAuthorsOwn() {
    Function clipped = Control.customVjp(in -> List.of(in.getFirst().exp()),
        (x, y, ct) -> List.of(ct.getFirst().mul(y.getFirst()).clip(-1, 1)));
    assertEquals(1, Transforms.grad(x -> clipped.of(x).getFirst()).apply(scalar(3)).item());
    assertArrayEquals(new double[] {Math.exp(-1), 1},
        Transforms.vmap(in -> List.of(Transforms.grad(x -> clipped.of(x).getFirst()).apply(in.getFirst())))
            .of(Tensor.of(new double[] {-1, 3})).getFirst().values().doubles());
  }

  @Test
  void checkpointsAndStopsInDerivatives() {
    UnaryOperator<Tensor> f = x -> Control.checkpoint(in -> List.of(in.getFirst().sin().exp())).of(x).getFirst();
    double third = Transforms.grad(Transforms.grad(Transforms.grad(x -> x.sin().exp()))).apply(scalar(0.4))
        .item();
    assertEquals(third, Transforms.grad(Transforms.grad(Transforms.grad(f))).apply(scalar(0.4)).item(), 1e-14);
    assertEquals(2, Transforms.grad(x -> x.mul(Control.stopGradient(x))).apply(scalar(2)).item());
  }

  @Test
  void hostFunctionsAreCalledByName() {
    Program program = Program.trace(in -> Control.hostCallback("twice", List.of(in.getFirst().type()), in.getFirst()),
        TensorType.of(DType.F64));
    Interpreter interpreter = new Interpreter(null,
        Map.of("twice", in -> List.of(Values.scalar(DType.F64, 2 * in.getFirst().get(0)))));
    assertEquals(8, interpreter.run(program, List.of(Values.scalar(DType.F64, 4))).getFirst().get(0));
  }
}
