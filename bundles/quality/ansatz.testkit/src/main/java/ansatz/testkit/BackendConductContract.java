package ansatz.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ansatz.tensor.Backend;
import ansatz.tensor.Buffer;
import ansatz.tensor.CompileOptions;
import ansatz.tensor.Control;
import ansatz.tensor.DType;
import ansatz.tensor.Executable;
import ansatz.tensor.Function;
import ansatz.tensor.Interpreter;
import ansatz.tensor.Iteration;
import ansatz.tensor.Observed;
import ansatz.tensor.OutOfMemoryException;
import ansatz.tensor.Program;
import ansatz.tensor.Session;
import ansatz.tensor.Tensor;
import ansatz.tensor.TensorType;
import ansatz.tensor.Transforms;
import ansatz.tensor.Values;
import ansatz.tensor.primitive.Unary;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * How a {@link Backend} behaves: who owns which memory, what is refused by name and changes nothing, and that runs repeat
 * bit for bit.
 */
public abstract class BackendConductContract {
  private static final TensorType VECTOR = TensorType.of(DType.F64, 100);

  protected abstract Backend backend();

  /** (state, x) to (state + x, sum of the state). */
  private static Program sum() {
    return Program.trace(in -> List.of(in.get(0).add(in.get(1)), in.get(0).sum()), VECTOR, VECTOR);
  }

  private static Values full(TensorType type, double value) {
    Values values = Values.zeros(type);
    for (int i = 0; i < values.size(); i++) {
      values.set(i, value);
    }
    return values;
  }

  @Test
  void C1_aDonatedBufferComesBackAsTheOutputAndIsNotUsedAgain() {
    try (Executable step = backend().compile(sum(), CompileOptions.DEFAULT.withState(1));
        Buffer x = backend().upload(full(VECTOR, 2))) {
      Buffer state = backend().upload(full(VECTOR, 1));
      Buffer[] outputs = new Buffer[2];
      step.run(new Buffer[] {state, x}, outputs);
      assertFalse(state.isLive());
      assertThrows(IllegalStateException.class, state::read);
      assertThrows(IllegalStateException.class, () -> state.write(full(VECTOR, 1)));
      assertThrows(IllegalStateException.class, () -> step.run(new Buffer[] {state, x}, new Buffer[2]));
      assertTrue(x.isLive());
      assertEquals(3, outputs[0].read().get(99));
      step.run(new Buffer[] {outputs[0], x}, outputs);
      assertEquals(5, outputs[0].read().get(0));
      assertEquals(300, outputs[1].read().get(0));
      outputs[0].close();
      outputs[1].close();
    }
  }

  @Test
  void C2_outputsAreWrittenIntoTheBuffersGiven() {
    try (Executable executable = backend().compile(sum());
        Buffer one = backend().upload(full(VECTOR, 1));
        Buffer given = backend().allocate(VECTOR)) {
      Buffer[] outputs = {given, null};
      executable.run(new Buffer[] {one, one}, outputs);
      assertTrue(outputs[0] == given, "the buffer given is the output");
      assertEquals(2, given.read().get(50));
      assertEquals(1, one.read().get(50));
      outputs[1].close();
    }
  }

  @Test
  void C3_buffersThatAreReadAreNotWritten() {
    try (Executable plain = backend().compile(sum());
        Executable step = backend().compile(sum(), CompileOptions.DEFAULT.withState(1));
        Buffer one = backend().upload(full(VECTOR, 1));
        Buffer two = backend().upload(full(VECTOR, 2))) {
      assertThrows(IllegalArgumentException.class,
          () -> plain.run(new Buffer[] {one, two}, new Buffer[] {two, null}), "an input is an output as well");
      assertThrows(IllegalArgumentException.class,
          () -> step.run(new Buffer[] {one, one}, new Buffer[2]), "a donated input is another input as well");
      assertTrue(one.isLive());
      assertEquals(1, one.read().get(0));
      assertEquals(2, two.read().get(0));
    }
  }

  @Test
  void C4_whatDoesNotFitIsRefusedAndChangesNothing() {
    Buffer foreign = (Buffer) java.lang.reflect.Proxy.newProxyInstance(Buffer.class.getClassLoader(),
        new Class<?>[] {Buffer.class}, (_, method, _) -> method.getName().equals("type") ? VECTOR : null);
    try (Executable step = backend().compile(sum(), CompileOptions.DEFAULT.withState(1));
        Buffer state = backend().upload(full(VECTOR, 1));
        Buffer other = backend().allocate(TensorType.of(DType.F32, 100))) {
      assertThrows(IllegalArgumentException.class, () -> step.run(new Buffer[] {state}, new Buffer[2]));
      assertThrows(IllegalArgumentException.class, () -> step.run(new Buffer[] {state, state}, new Buffer[1]));
      assertThrows(IllegalArgumentException.class, () -> step.run(new Buffer[] {state, other}, new Buffer[2]));
      assertThrows(IllegalArgumentException.class, () -> step.run(new Buffer[] {state, foreign}, new Buffer[2]));
      assertThrows(IllegalArgumentException.class, () -> step.run(List.of(full(VECTOR, 1))));
      assertThrows(IllegalArgumentException.class, () -> state.write(full(TensorType.of(DType.F64, 99), 1)));
      assertThrows(IllegalArgumentException.class,
          () -> backend().compile(sum(), new CompileOptions(Map.of(1, 0), CompileOptions.DEFAULT.memoryLimit(), false,
              CompileOptions.DEFAULT.linearAlgebra(), Map.of())));
      assertTrue(state.isLive());
      assertEquals(1, state.read().get(0));
    }
  }

  @Test
  void C5_whatIsClosedIsNotUsedAgain() {
    Executable executable = backend().compile(sum());
    Buffer closed = backend().upload(full(VECTOR, 1));
    Buffer open = backend().upload(full(VECTOR, 1));
    closed.close();
    closed.close();
    assertFalse(closed.isLive());
    assertThrows(IllegalStateException.class, closed::read);
    assertThrows(IllegalStateException.class, () -> executable.run(new Buffer[] {open, closed}, new Buffer[2]));
    executable.close();
    executable.close();
    assertThrows(IllegalStateException.class, () -> executable.run(new Buffer[] {open, open}, new Buffer[2]));
    open.close();
  }

  @Test
  void C6_checkNanNamesTheFirstOperationAndItsLine() {
    Program program = Program.trace(in -> List.of(in.getFirst().sub(1).log().exp().sum()), VECTOR);
    try (Executable checked = backend().compile(program, CompileOptions.DEFAULT.withCheckNan());
        Executable plain = backend().compile(program)) {
      String message = assertThrows(ArithmeticException.class, () -> checked.run(List.of(full(VECTOR, 0))))
          .getMessage();
      assertTrue(message.contains("log") && message.contains("BackendConductContract.java:"), message);
      assertEquals(100, checked.run(List.of(full(VECTOR, 2))).getFirst().get(0), 1e-9);
      assertTrue(Double.isNaN(plain.run(List.of(full(VECTOR, 0))).getFirst().get(0)));
    }
  }

  @Test
  void C7_theWorkspaceIsKnownBeforehandAndHeldToItsLimit() {
    Program program = Program.trace(in -> List.of(in.getFirst().matmul(in.getFirst()).tanh().sum()),
        TensorType.of(DType.F64, 50, 50));
    long bytes;
    try (Executable free = backend().compile(program)) {
      bytes = free.workspaceBytes();
    }
    assertTrue(bytes >= 50 * 50 * 8, "the product has to be somewhere, but the workspace has " + bytes);
    try (Executable enough = backend().compile(program, CompileOptions.DEFAULT.withMemoryLimit(bytes))) {
      assertTrue(enough.workspaceBytes() <= bytes);
    }
    String message = assertThrows(OutOfMemoryException.class,
        () -> backend().compile(program, CompileOptions.DEFAULT.withMemoryLimit(1234))).getMessage();
    assertTrue(message.contains("1234") && message.matches("(?s).*\\d{5,}.*"), message);
  }

  @Test
  void C8_inputsConstantsAndOneTensorTwiceMayBeOutputs() {
    Program program = Program.trace(in -> {
      Tensor sum = in.get(0).add(in.get(1));
      return List.of(in.get(0), sum, sum, Tensor.of(new double[] {1, 2}), Tensor.scalar(DType.F64, 3),
          Tensor.scalar(DType.F64, 0.5).reshape(1), sum.transpose(), sum.reshape(-1));
    }, TensorType.of(DType.F64, 2, 3), TensorType.of(DType.F64, 2, 3), VECTOR);
    List<Values> operands = PrimitiveCase.operands(program, 1);
    List<Values> expected = new Interpreter(null).run(program, operands);
    try (Executable executable = backend().compile(program)) {
      requireSameBits(expected, executable.run(operands));
    }
    Program chosen = Program.trace(in -> Control.cond(in.get(0), _ -> List.of(Tensor.scalar(DType.F64, 3)),
        _ -> List.of(Tensor.scalar(DType.F64, 4)), List.of()), TensorType.of(DType.BOOL));
    try (Executable executable = backend().compile(chosen)) {
      assertEquals(4, executable.run(List.of(Values.zeros(TensorType.of(DType.BOOL)))).getFirst().get(0));
    }
    Program nothing = Program.trace(in -> List.of(Tensor.arange(DType.I32, 3)), List.of());
    try (Executable executable = backend().compile(nothing)) {
      assertEquals(2, executable.run(List.of()).getFirst().getLong(2));
    }
  }

  @Test
  void C9_runsRepeatBitForBit() {
    Program program = training();
    List<Values> start = start();
    List<Values> first;
    try (Executable one = backend().compile(program, CompileOptions.DEFAULT.withState(4))) {
      first = one.run(start);
      for (int i = 0; i < 20; i++) {
        requireSameBits(first, one.run(start));
      }
    }
    try (Executable again = backend().compile(training()); Executable same = backend().compile(program)) {
      requireSameBits(first, again.run(start));
      requireSameBits(first, same.run(start));
    }
  }

  private static void requireSameBits(List<Values> expected, List<Values> results) {
    for (int i = 0; i < expected.size(); i++) {
      assertTrue(expected.get(i).sameBits(results.get(i)), "output " + i + " is " + results.get(i) + ", not "
          + expected.get(i));
    }
  }

  /** (w, v, u, s, x, y) to the same after a step of gradient descent with momentum on a small network, and the loss. */
  private static Program training() {
    return Program.trace(in -> {
      List<Tensor> all = Transforms.valueAndGrad(p -> List.of(
          in.get(4).matmul(p.get(0)).tanh().matmul(p.get(1)).sub(in.get(5)).square().mean())).apply(in.subList(0, 2));
      List<Tensor> next = new ArrayList<>();
      List<Tensor> momenta = new ArrayList<>();
      for (int i = 0; i < 2; i++) {
        momenta.add(in.get(2 + i).mul(0.9).add(all.get(1 + i)));
        next.add(in.get(i).sub(momenta.get(i).mul(0.05)));
      }
      next.addAll(momenta);
      next.add(all.getFirst());
      return next;
    }, TensorType.of(DType.F64, 5, 17), TensorType.of(DType.F64, 17, 3), TensorType.of(DType.F64, 5, 17),
        TensorType.of(DType.F64, 17, 3), TensorType.of(DType.F64, 31, 5), TensorType.of(DType.F64, 31, 3));
  }

  private static List<Values> start() {
    return PrimitiveCase.operands(training(), 9);
  }

  @Test
  void C10_aTrainingStepMovesToAnotherBackendAndBack() {
    Program program = training();
    List<Values> data = start().subList(4, 6);
    List<Values> state = start().subList(0, 4);
    List<Values> oracle = start().subList(0, 4);
    Interpreter other = new Interpreter(null);
    try (Executable step = backend().compile(program, CompileOptions.DEFAULT.withState(4))) {
      for (int i = 0; i < 30; i++) {
        oracle = other.run(program, joined(oracle, data));
        state = i / 10 == 1 ? step.run(joined(state, data)) : other.run(program, joined(state, data));
        for (int k = 0; k < oracle.size(); k++) {
          for (int e = 0; e < oracle.get(k).size(); e++) {
            assertEquals(oracle.get(k).get(e), state.get(k).get(e), 1e-12, "step " + i + ", output " + k);
          }
        }
        oracle = oracle.subList(0, 4);
        state = state.subList(0, 4);
      }
    }
  }

  private static List<Values> joined(List<Values> a, List<Values> b) {
    List<Values> all = new ArrayList<>(a);
    all.addAll(b);
    return all;
  }

  @Test
  void C11_stateIsAdoptedAndLeavesWhereItWas() {
    Buffer given = backend().upload(full(VECTOR, 3));
    try (Buffer own = backend().adopt(given)[0]) {
      assertFalse(given.isLive());
      assertEquals(3, own.read().get(99));
    }
  }

  /** This backend, with the programs that it was asked for. */
  private Backend counted(List<Program> compiled) {
    return (Backend) java.lang.reflect.Proxy.newProxyInstance(Backend.class.getClassLoader(),
        new Class<?>[] {Backend.class}, (_, method, arguments) -> {
          if (method.getName().equals("compile")) {
            compiled.add((Program) arguments[0]);
          }
          return method.invoke(backend(), arguments);
        });
  }

  @Test
  void C12_sessionsCompileAStructureOnce() {
    List<Program> compiled = new ArrayList<>();
    try (Session session = Session.of(counted(compiled))) {
      for (int i = 1; i <= 3; i++) {
        Tensor x = Tensor.of(new double[] {i, 2, 3});
        assertEquals(2 * i + 10, session.enter(() -> x.mul(2).sum().eval()).item());
        Tensor h = Control.scan((carry, slices) -> new Control.Scanned(
            List.of(carry.getFirst().mul(0.5).add(slices.getFirst())), List.of()),
            List.of(Tensor.scalar(DType.F64, 0)), List.of(x)).carry().getFirst();
        assertEquals(i / 4.0 + 4, session.enter(h::item));
      }
      assertEquals(2, compiled.size());
      assertEquals(15, session.enter(() -> Tensor.of(new double[] {1, 2, 3}).mul(3).sum().sub(3).item()));
      assertEquals(3, compiled.size());
    }
  }

  @Test
  void C13_anIterationKeepsItsState() {
    Function step = in -> List.of(in.get(0).add(in.get(1)), in.get(0).sum());
    try (Iteration iteration = Iteration.of(backend(), step, List.of(Tensor.full(VECTOR, 1)), VECTOR)) {
      assertThrows(IllegalStateException.class, () -> iteration.output(0));
      iteration.step(full(VECTOR, 2));
      assertEquals(100, iteration.output(0).get(0));
      try (Buffer three = backend().upload(full(VECTOR, 3))) {
        iteration.step(three);
        assertEquals(300, iteration.output(0).get(0));
        assertTrue(three.isLive());
      }
      try (Iteration moved = iteration.on(backend())) {
        moved.step(full(VECTOR, 1));
        assertEquals(7, moved.state().getFirst().get(99));
      }
      assertThrows(IllegalStateException.class, iteration::state);
    }
  }

  /** The logarithms of x - 0.2, x - 0.4, ... in ten steps. */
  private static Program sinking() {
    return Program.trace(in -> Control.scan((carry, _) -> {
      Tensor next = carry.getFirst().sub(0.2);
      return new Control.Scanned(List.of(next), List.of(next.log()));
    }, List.of(in.getFirst()), List.of(), 10, false).outputs(), VECTOR);
  }

  @Test
  void C14_checkNanNamesTheIteration() {
    try (Executable checked = backend().compile(sinking(), CompileOptions.DEFAULT.withCheckNan())) {
      String message = assertThrows(ArithmeticException.class, () -> checked.run(List.of(full(VECTOR, 0.9))))
          .getMessage();
      assertTrue(message.contains("log") && message.contains("iteration 4 of scan (BackendConductContract.java:"),
          message);
    }
  }

  @Test
  void C15_debugShowsWhatEveryNodeGivesInEveryIteration() {
    List<Observed> seen = new ArrayList<>();
    try (Executable executable = backend().compile(sinking())) {
      List<Values> outputs = executable.debug(List.of(full(VECTOR, 0.9)), seen::add);
      requireSameBits(executable.run(List.of(full(VECTOR, 0.9))), outputs);
    }
    List<Observed> logs = seen.stream().filter(o -> o.node().primitive() == Unary.LOG).toList();
    assertEquals(10, logs.size(), seen::toString);
    assertEquals(Math.log(0.7), logs.getFirst().greatest(), 1e-15);
    assertEquals(0, logs.getFirst().nans());
    assertEquals(100, logs.getLast().nans());
    assertTrue(logs.get(3).toString().matches("log +f64\\[100].*-2\\.30259 \\.\\. .*BackendConductContract.java:\\d+, "
        + "iteration 3 of scan \\(BackendConductContract.java:\\d+\\)"), logs.get(3)::toString);
  }

  @Test
  void C16_aListenerHearsOfEveryKernelUntilItIsTakenAway() {
    List<String> heard = new ArrayList<>();
    try (Executable executable = backend().compile(sinking())) {
      executable.profile((kernel, nanos) -> heard.add(nanos >= 0 ? kernel : "negative"));
      executable.run(List.of(full(VECTOR, 0.9)));
      int kernels = heard.size();
      assertTrue(heard.stream().anyMatch(kernel -> kernel.contains("scan")), heard::toString);
      assertTrue(heard.stream().anyMatch(kernel -> kernel.contains("log")), heard::toString);
      assertFalse(heard.contains("negative"));
      executable.run(List.of(full(VECTOR, 0.9)));
      assertEquals(2 * kernels, heard.size());
      executable.profile(null);
      executable.run(List.of(full(VECTOR, 0.9)));
      assertEquals(2 * kernels, heard.size());
    }
  }
}
