package ansatz.backend.jvm;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ansatz.tensor.Backend;
import ansatz.tensor.CompileOptions;
import ansatz.tensor.Control;
import ansatz.tensor.DType;
import ansatz.tensor.Executable;
import ansatz.tensor.Key;
import ansatz.tensor.Linalg;
import ansatz.tensor.Norms;
import ansatz.tensor.OutOfMemoryException;
import ansatz.tensor.Program;
import ansatz.tensor.Sample;
import ansatz.tensor.Tensor;
import ansatz.tensor.TensorType;
import ansatz.tensor.Transforms;
import ansatz.tensor.Values;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What people get wrong, and what they are told: the operation, the shapes and their own line. */
class BadInputTest {
  private static final JvmBackend JVM = new JvmBackend();

  /** Something that is refused. */
  @FunctionalInterface
  private interface Mistake {
    Object make();
  }

  private static Tensor zeros(int... extents) {
    return Tensor.zeros(DType.F32, extents);
  }

  private static Map<String, Mistake> mistakes() {
    Map<String, Mistake> all = new LinkedHashMap<>();
    all.put("add: shapes [2,3] and [4] do not broadcast: 3 meets 4 (LINE)", () -> zeros(2, 3).add(zeros(4)));
    all.put("add[f32[2], f64[2]]: element types differ, f32 and f64: convert one with to(...) (LINE)",
        () -> zeros(2).add(Tensor.zeros(DType.F64, 2)));
    all.put("matmul: the last axis of f32[2,3] has extent 3, the last but one of f32[2,3] 2 (LINE)",
        () -> zeros(2, 3).matmul(zeros(2, 3)));
    all.put("matmul: matmul of f32[] and f32[2,3]: a scalar is multiplied with mul (LINE)",
        () -> zeros().matmul(zeros(2, 3)));
    all.put("concat[f32[2,3], f32[2,4]]: parts may differ along axis 0 only, f32[2,3] and f32[2,4] (LINE)",
        () -> Tensor.concat(0, zeros(2, 3), zeros(2, 4)));
    all.put("select[f32[2], f32[2], f32[2]]: the condition is f32[2], it has to be bool[2] (LINE)",
        () -> zeros(2).select(zeros(2), zeros(2)));
    all.put("sum: axis 2 does not exist in shape [2,3]: it has -2 to 1 (LINE)", () -> zeros(2, 3).sum(2));
    all.put("sum: axis 0 does not exist in shape []: a scalar has none (LINE)", () -> zeros().sum(0));
    all.put("sum: axis 1 is named twice in [1, -1] (LINE)", () -> zeros(2, 3).sum(1, -1));
    all.put("argmax[f32[0]]: axis 0 is empty, nothing is the greatest (LINE)", () -> zeros(0).max());
    all.put("reshape[f32[2,3]]: [2,3] has 6 elements, [4] 4 (LINE)", () -> zeros(2, 3).reshape(4));
    all.put("slice: index \"5\" of f32[2,3]: axis 0 has 0 to 1, not 5 (LINE)", () -> zeros(2, 3).slice("5"));
    all.put("item: item() needs a tensor of one element, this is f32[2] (LINE)", () -> zeros(2).item());
    all.put("grad needs a function with a scalar value, this one gives f32[3] (LINE): sum it, or use jacobian or vjp",
        () -> Transforms.grad(x -> x.exp()).apply(zeros(3)));
    all.put("argument 0 is i32[3]: only f32 and f64 have derivatives",
        () -> Transforms.grad(x -> x.sum()).apply(Tensor.zeros(DType.I32, 3)));
    all.put(
        "while has no derivative in reverse mode, as the number of rounds is not known (LINE): use scan with a fixed "
            + "number, or forward mode",
        () -> Transforms.grad(x -> Control.whileLoop(c -> List.of(c.getFirst().mul(2)),
            c -> c.getFirst().sum().lt(10), List.of(x)).getFirst().sum()).apply(zeros(3)));
    all.put("grad needs a function with a scalar value, this one gives nothing",
        () -> Transforms.gradients(_ -> List.of()).of(zeros(3)));
    all.put("no argument 3 to differentiate by, there are 1",
        () -> Transforms.gradients(in -> List.of(in.getFirst().sum()), 3).of(zeros(3)));
    all.put("there are 0 tangents for 1 arguments", () -> Transforms.jvp(in -> in, List.of(zeros(3)), List.of()));
    all.put("cotangent 0 is f32[4], its result f32[3]",
        () -> Transforms.vjp(in -> List.of(in.getFirst().exp()), List.of(zeros(3))).pullback().of(zeros(4)));
    all.put("expand: there is no place 5 for a further axis in shape [2]: it has 0 to 1 (LINE)",
        () -> zeros(2).expand(5));
    all.put("scan[f32[3]]: a loop of -1 steps (LINE)", () -> Control.scan((c, _) -> new Control.Scanned(c, List.of()),
        List.of(zeros(3)), List.of(), -1, false));
    all.put("solve: A X = B with A f32[2,2] needs B [B...,2,K], not f32[3,1] (LINE)",
        () -> Linalg.solve(zeros(2, 2), zeros(3, 1)));
    all.put("random numbers of i32: draw f32, f64 or integers(...)", () -> Sample.uniform(Key.of(1), DType.I32, 3));
    all.put("the function to trace gave null: results are tensors", () -> Program.trace(_ -> null, List.of()));
    all.put("size: shape [1073741824,1073741824,1073741824] has more elements than can be counted, 2^63 or more (LINE)",
        () -> zeros(1 << 30, 1 << 30, 1 << 30).type().size());
    all.put("bytes: f64[1073741824,1073741824,2] has more bytes than can be counted, 2^63 or more (LINE)",
        () -> TensorType.of(DType.F64, 1 << 30, 1 << 30, 2).bytes());
    all.put("values of f32[65536,65536] have 4294967296 elements, arrays of Java have at most 2147483639",
        () -> zeros(1 << 16, 1 << 16).exp().values());
    all.put("no backend 'cuda', there are [", () -> Backend.named("cuda"));
    return all;
  }

  @Test
  void mistakesAreNamedWithOperationShapesAndLine() {
    List<org.junit.jupiter.api.function.Executable> checks = new ArrayList<>();
    mistakes().forEach((expected, mistake) -> checks.add(() -> {
      RuntimeException e = assertThrows(RuntimeException.class, mistake::make, expected);
      String said = e.getMessage().replaceAll("BadInputTest\\.java:\\d+", "LINE");
      assertTrue(said.startsWith(expected), () -> "said: " + said + "\nnot:  " + expected);
    }));
    assertAll(checks);
  }

  @Test
  void whatHasNoDerivativeIsNamed() {
    String said = assertThrows(RuntimeException.class,
        () -> Transforms.grad(x -> Linalg.eig(x).values().re().sum()).apply(Tensor.eye(DType.F64, 3))).getMessage();
    assertTrue(said.contains("eig") && said.contains("BadInputTest.java:"), said);
  }

  @Test
  void memoryThatIsNotThereIsNamedBothWays() {
    String limit = "asks for \\d+ bytes of workspace, even with values computed again, it may have 10.*";
    Program program = Program.trace(in -> List.of(in.getFirst().exp().matmul(in.getFirst()).sum()),
        TensorType.of(DType.F32, 64, 64));
    String said = assertThrows(OutOfMemoryException.class,
        () -> JVM.compile(program, CompileOptions.DEFAULT.withMemoryLimit(10))).getMessage();
    assertTrue(said.matches("(?s).*" + limit), said);
    TensorType huge = TensorType.of(DType.F32, 1 << 15, 1 << 15, 1 << 12);
    String machine = assertThrows(OutOfMemoryException.class, () -> JVM.allocate(huge)).getMessage();
    assertTrue(machine.matches("asked the machine for 17592186044416 bytes, it has \\d+ left; tensors use \\d+"),
        machine);
  }

  /** As Java's own conversion: NaN is 0, what is too large the greatest. */
  @Test
  void whatIsNoWholeNumberIsConvertedAsJavaDoes() {
    double[] given = {Double.NaN, 1e300, -1e300, 3.7, -3.7, Double.POSITIVE_INFINITY};
    Program program = Program.trace(in -> List.of(in.getFirst().to(DType.I32)), TensorType.of(DType.F64, given.length));
    Values values = Tensor.of(given).values();
    try (Executable executable = JVM.compile(program)) {
      int[] converted = executable.run(List.of(values)).getFirst().ints();
      assertArrayEquals(new int[] {0, Integer.MAX_VALUE, Integer.MIN_VALUE, 3, -3, Integer.MAX_VALUE}, converted);
    }
  }

  /** Rank 0 and extents of 0 are ordinary. */
  @Test
  void scalarsAndEmptyTensorsCompute() {
    Program program = Program.trace(in -> List.of(in.get(0).mul(2), in.get(1).sum(), in.get(1).matmul(zeros(0, 3)),
        in.get(1).softmax(0), in.get(1).softmax(1), Norms.layer(in.get(1).transpose(), 1, 1e-3),
        Sample.normal(Key.of(1), DType.F32, 0)), TensorType.of(DType.F32), TensorType.of(DType.F32, 2, 0));
    try (Executable executable = JVM.compile(program)) {
      List<Values> results = executable
          .run(List.of(Tensor.scalar(DType.F32, 21).values(), Values.zeros(TensorType.of(DType.F32, 2, 0))));
      assertEquals(42, results.get(0).get(0));
      assertEquals(0, results.get(1).get(0));
      assertEquals(0, results.get(2).get(5));
      results.subList(3, 7).forEach(empty -> assertEquals(0, empty.size()));
    }
  }
}
