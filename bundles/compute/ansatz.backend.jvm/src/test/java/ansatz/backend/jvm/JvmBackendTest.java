package ansatz.backend.jvm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ansatz.tensor.Activations;
import ansatz.tensor.Buffer;
import ansatz.tensor.CompileOptions;
import ansatz.tensor.Control;
import ansatz.tensor.DType;
import ansatz.tensor.Executable;
import ansatz.tensor.Function;
import ansatz.tensor.Interpreter;
import ansatz.tensor.Losses;
import ansatz.tensor.OutOfMemoryException;
import ansatz.tensor.Program;
import ansatz.tensor.Shape;
import ansatz.tensor.Tensor;
import ansatz.tensor.TensorType;
import ansatz.tensor.Values;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

@Isolated
class JvmBackendTest {
  private final JvmBackend backend = new JvmBackend();

  /** Runs a function of random arguments on this backend and holds it against plain loops. */
  private void agrees(double tolerance, Function f, TensorType... types) {
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
      List<Values> results = executable.run(inputs);
      for (int i = 0; i < expected.size(); i++) {
        assertEquals(expected.get(i).type(), results.get(i).type());
        for (int k = 0; k < expected.get(i).size(); k++) {
          double wanted = expected.get(i).get(k);
          assertEquals(wanted, results.get(i).get(k), tolerance * (1 + Math.abs(wanted)),
              () -> program + executable.explain());
        }
      }
    }
  }

  private static TensorType f32(int... extents) {
    return TensorType.of(DType.F32, extents);
  }

  @Test
  void elementsWithBroadcasts() {
    agrees(1e-6, in -> List.of(in.get(0).add(in.get(1)).mul(in.get(2)).tanh()), f32(5, 7), f32(7), f32(5, 1));
    agrees(1e-6, in -> List.of(in.get(0).transpose().sub(in.get(1))), f32(5, 7), f32(7, 5));
    agrees(1e-6, in -> List.of(in.get(0).exp(), in.get(0).gt(0)), f32(9001));
    agrees(0, in -> List.of(in.get(0).add(in.get(1)).neg()), TensorType.of(DType.I32, 3, 4),
        TensorType.of(DType.I32, 4));
  }

  /** The scale of a row is needed behind the row's greatest element first, then before it, for what is read back. */
  @Test
  void whatIsTheSameInARowMayBeNeededByALaterPassFirst() {
    agrees(1e-5, in -> {
      Tensor greatest = in.get(0).max(1).expand(1);
      Tensor exp = in.get(0).mul(in.get(1)).exp();
      return List.of(in.get(0).sub(greatest).mul(in.get(1)), exp.add(greatest));
    }, f32(300, 40), f32(300, 1));
  }

  /** Axes have the numbers that they have in products of matrices, but there are fewer or more of them. */
  @Test
  void contractionsOfOtherRanksAreNoProductsOfMatrices() {
    agrees(1e-5, in -> List.of(in.get(0).einsum("bij,bj->bi", in.get(1))), f32(5, 3, 4), f32(5, 4));
    agrees(1e-5, in -> List.of(in.get(0).einsum("bmkp,bkn->bmpn", in.get(1))), f32(5, 3, 4, 2), f32(5, 4, 6));
    agrees(1e-5, in -> List.of(in.get(0).einsum("bmk,bkno->bmno", in.get(1))), f32(5, 3, 4), f32(5, 4, 6, 2));
  }

  @Test
  void sumsOverABatchAreCutBetweenSums() {
    agrees(1e-4, in -> List.of(in.get(0).sum(2).expand(2).mul(in.get(0)).sum(0)), f32(16, 128, 128));
  }

  @Test
  void sumsOverAnyAxes() {
    for (int[] axes : new int[][] {{0}, {1}, {2}, {0, 1}, {0, 2}, {1, 2}, {0, 1, 2}}) {
      agrees(1e-5, in -> List.of(in.get(0).square().sum(axes)), f32(33, 5, 21));
    }
    agrees(1e-5, in -> List.of(in.get(0).sum(), in.get(0).mul(2)), f32(20_011));
    agrees(1e-5, in -> List.of(in.get(0).sum(0), in.get(0).sum(1), in.get(0).exp()), f32(300, 40));
  }

  @Test
  void rowsThatAreReducedAndUsedAgain() {
    agrees(1e-5, in -> {
      Tensor e = in.get(0).exp();
      Tensor softmax = e.div(e.sum(1).expand(1));
      return List.of(in.get(0).max(1), in.get(0).min(1), in.get(0).softmax(1), softmax,
          softmax.sub(softmax.mean(1).expand(1)).square().sum(0));
    }, f32(37, 10));
  }

  @Test
  void productsOfAnyShape() {
    agrees(1e-5, in -> List.of(in.get(0).matmul(in.get(1)).add(in.get(2)).tanh()), f32(65, 33), f32(33, 17), f32(17));
    agrees(1e-5, in -> List.of(in.get(0).transpose().matmul(in.get(1))), f32(65, 33), f32(65, 17));
    agrees(1e-5, in -> List.of(in.get(0).matmul(in.get(1).transpose()).sum(0)), f32(65, 33), f32(17, 33));
    agrees(1e-5, in -> List.of(in.get(0).einsum("bthd,bshd->bhts", in.get(1))), f32(2, 5, 3, 4), f32(2, 6, 3, 4));
    agrees(1e-5, in -> List.of(in.get(0).matmul(in.get(1))), f32(65, 33), f32(33));
    agrees(1e-5, in -> List.of(in.get(0).einsum("ij,kj->ki", in.get(1))), f32(65, 33), f32(17, 33));
    agrees(1e-5, in -> List.of(in.get(0).slice("3:40, 2:30").matmul(in.get(1).slice("1:29, ::2"))), f32(65, 33),
        f32(40, 33));
    agrees(1e-5, in -> List.of(in.get(0).slice("1:25, :16").reshape(16, 24).matmul(in.get(1).reshape(24, 9)).flip(0)),
        f32(30, 20), f32(18, 12));
  }

  @Test
  void trainingSteps() {
    for (DenseNetwork network : List.of(DenseNetwork.of(new int[] {2, 64, 64, 1}, Tensor::tanh, 128, f32(128, 1),
        (y, t) -> y.sub(t).square().mean()),
        DenseNetwork.of(new int[] {20, 33, 10},
            Activations::gelu, 29, TensorType.of(DType.I32, 29),
            (z, labels) -> Losses.crossEntropy(z, labels).mean()))) {
      List<Values> expected = new Interpreter(null).run(network.program(), network.inputs());
      try (Executable step = backend.compile(network.program(), CompileOptions.DEFAULT.withState(network.state()))) {
        List<Values> results = step.run(network.inputs());
        for (int i = 0; i < expected.size(); i++) {
          for (int k = 0; k < expected.get(i).size(); k++) {
            assertEquals(expected.get(i).get(k), results.get(i).get(k), 2e-5, "output " + i);
          }
        }
        assertTrue(step.explain().contains("outside generated and native kernels: 0"));
      }
    }
  }

  @Test
  void stateIsReplacedAndConsumed() {
    Program program = Program.trace(in -> List.of(in.get(0).add(in.get(1)), in.get(0).sum()), f32(100), f32(100));
    long before = JvmBackend.liveBytes();
    Values ones = Values.zeros(f32(100));
    for (int i = 0; i < 100; i++) {
      ones.set(i, 1);
    }
    try (Executable step = backend.compile(program, CompileOptions.DEFAULT.withState(1));
        Buffer one = backend.upload(ones)) {
      Buffer state = backend.upload(ones);
      Buffer[] outputs = new Buffer[2];
      step.run(new Buffer[] {state, one}, outputs);
      assertEquals(2, outputs[0].read().get(7));
      assertEquals(100, outputs[1].read().get(0));
      assertFalse(state.isLive());
      assertThrows(IllegalStateException.class, state::read);
      assertThrows(IllegalStateException.class, () -> step.run(new Buffer[] {state, one}, outputs));
      step.run(new Buffer[] {outputs[0], one}, outputs);
      assertEquals(3, outputs[0].read().get(99));
      outputs[0].close();
      outputs[1].close();
    }
    assertEquals(before, JvmBackend.liveBytes());
  }

  @Test
  void whatTheHostRunsMayRunPrograms() {
    TensorType type = f32(300, 1000);
    Program inner = Program.trace(in -> List.of(in.getFirst().mul(2).sum()), type);
    Program outer = Program.trace(in -> List.of(
        Control.hostCallback("inner", List.of(f32()), in.getFirst()).getFirst(), in.getFirst().exp().mul(3)), type);
    Values x = Values.zeros(type);
    for (int i = 0; i < x.size(); i++) {
      x.set(i, i % 7);
    }
    try (Executable called = backend.compile(inner);
        Executable caller = backend.compile(outer,
            CompileOptions.DEFAULT.withHostFunction("inner", called::run))) {
      double sum = called.run(List.of(x)).getFirst().get(0);
      for (int run = 0; run < 20; run++) {
        List<Values> results = caller.run(List.of(x));
        assertEquals(sum, results.get(0).get(0));
        for (int i = 0; i < x.size(); i += 997) {
          assertEquals(3 * Math.exp(i % 7), results.get(1).get(i), 1e-3);
        }
      }
    }
  }

  @Test
  void statesMayTradePlaces() {
    Program program = Program.trace(in -> List.of(in.get(1), in.get(0)), f32(3), f32(3));
    try (Executable step = backend.compile(program, CompileOptions.DEFAULT.withState(2))) {
      List<Values> results = step.run(List.of(Tensor.of(new float[] {1, 2, 3}).values(),
          Tensor.of(new float[] {4, 5, 6}).values()));
      assertEquals(4, results.get(0).get(0));
      assertEquals(3, results.get(1).get(2));
    }
  }

  @Test
  void badRequestsAreNamed() {
    Program program = Program.trace(in -> List.of(in.get(0).sub(1).log()), f32(1000));
    Values zeros = Values.zeros(f32(1000));
    try (Executable step = backend.compile(program, CompileOptions.DEFAULT.withCheckNan())) {
      String message = assertThrows(ArithmeticException.class, () -> step.run(List.of(zeros))).getMessage();
      assertTrue(message.contains("log") && message.contains("JvmBackendTest.java"), message);
    }
    Program large = Program.trace(in -> List.of(in.get(0).matmul(in.get(0)).sum()), f32(100, 100));
    String message = assertThrows(OutOfMemoryException.class,
        () -> backend.compile(large, CompileOptions.DEFAULT.withMemoryLimit(1000))).getMessage();
    assertTrue(message.contains("40") && message.contains("1000"), message);
  }

  /** Kernels know addresses only, so memory stays where it is until the run has ended. */
  @Test
  void memoryThatARunUsesIsNotReleased() {
    Buffer[] used = new Buffer[1];
    CompileOptions closing = CompileOptions.DEFAULT.withHostFunction("close", x -> {
      assertTrue(assertThrows(IllegalStateException.class, used[0]::close).getMessage().contains("a run uses"));
      return x;
    });
    Program program = Program.trace(in -> Control.hostCallback("close", List.of(f32(3)), in.getFirst()), f32(3));
    try (Executable executable = backend.compile(program, closing)) {
      Buffer[] outputs = new Buffer[1];
      used[0] = backend.upload(Values.of(new float[] {1, 2, 3}, Shape.of(3)));
      executable.run(used, outputs);
      used[0].close();
      assertFalse(used[0].isLive());
      assertEquals(3, outputs[0].read().get(2));
      outputs[0].close();
    }
  }

  /** After a move from another backend, for instance. */
  @Test
  void theBufferOfADonatedOutputMayBeAnyBefore() {
    Program program = Program.trace(in -> List.of(in.getFirst().mul(2)), f32(3));
    try (Executable executable = backend.compile(program, CompileOptions.DEFAULT.withState(1))) {
      Buffer foreign = (Buffer) java.lang.reflect.Proxy.newProxyInstance(Buffer.class.getClassLoader(),
          new Class<?>[] {Buffer.class}, (_, _, _) -> null);
      Buffer[] outputs = {foreign};
      executable.run(new Buffer[] {backend.upload(Values.of(new float[] {1, 2, 3}, Shape.of(3)))}, outputs);
      assertEquals(6, outputs[0].read().get(2));
      outputs[0].close();
    }
  }
}
