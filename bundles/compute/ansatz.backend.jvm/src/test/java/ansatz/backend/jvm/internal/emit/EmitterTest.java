package ansatz.backend.jvm.internal.emit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import ansatz.backend.jvm.internal.kernel.Access;
import ansatz.backend.jvm.internal.kernel.Fold;
import ansatz.backend.jvm.internal.kernel.Instruction;
import ansatz.backend.jvm.internal.kernel.Kernel;
import ansatz.backend.jvm.internal.kernel.KernelCode;
import ansatz.backend.jvm.internal.kernel.Stage;
import ansatz.tensor.DType;
import ansatz.tensor.Shape;
import ansatz.tensor.TensorType;
import ansatz.tensor.Values;
import ansatz.tensor.primitive.Binary;
import ansatz.tensor.primitive.Bitcast;
import ansatz.tensor.primitive.Compare;
import ansatz.tensor.primitive.Convert;
import ansatz.tensor.primitive.Elementwise;
import ansatz.tensor.primitive.Polygamma;
import ansatz.tensor.primitive.Select;
import ansatz.tensor.primitive.Unary;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Generated code of both forms has the same bits, and says what the primitives' own evaluation says. */
class EmitterTest {
  private static final int[] SIZES = {0, 1, 2, 15, 16, 17, 31, 100, 1000};
  private static final double[] SPECIAL = {0, -0.0, 1, -1, 0.5, -0.5, 2.5, -2.5, 1e30, -1e30, 3e-39, Double.NaN,
    Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, 7, -3};

  @Test
  void everyElementwisePrimitiveOfEveryType() {
    List<Elementwise> primitives = new ArrayList<>(List.of(Unary.values()));
    primitives.addAll(List.of(Binary.values()));
    primitives.addAll(List.of(Compare.values()));
    primitives.add(new Select());
    for (DType to : DType.values()) {
      primitives.add(new Convert(to));
      primitives.add(new Bitcast(to));
    }
    int checked = 0;
    primitives.addAll(List.of(new Polygamma(0), new Polygamma(2)));
    primitives.remove(Binary.POW); // 1 to the power of NaN is 1, which Math.pow says is NaN
    for (Elementwise primitive : primitives) {
      for (DType type : DType.values()) {
        for (int size : SIZES) {
          checked += elementwise(primitive, type, size) ? 1 : 0;
        }
      }
    }
    System.out.println(checked + " element-wise cases");
  }

  private static boolean elementwise(Elementwise primitive, DType type, int size) {
    List<Values> operands = new ArrayList<>();
    int count = primitive instanceof Select ? 3 : primitive instanceof Binary || primitive instanceof Compare ? 2 : 1;
    for (int i = 0; i < count; i++) {
      operands.add(values(count == 3 && i == 0 ? DType.BOOL : type, size, 17 + i));
    }
    TensorType result;
    try {
      result = primitive.infer(operands.stream().map(Values::type).toList()).getFirst();
    } catch (IllegalArgumentException _) {
      return false;
    }
    if (!Emitter.supports(primitive, type)) {
      return false;
    }
    if (primitive instanceof Polygamma || primitive == Binary.IGAMMA) {
      // At poles and infinity conventions differ.
      for (Values operand : operands) {
        for (int i = 0; i < size; i++) {
          operand.set(i, Double.isFinite(operand.get(i)) ? Math.abs(operand.get(i)) % 40 + 0.25 : 1);
        }
      }
    }
    Values expected = primitive.evaluate(operands, List.of(result), null).getFirst();
    List<Access> accesses = new ArrayList<>();
    List<Instruction> code = new ArrayList<>();
    for (Values operand : operands) {
      code.add(new Instruction.Load(accesses.size()));
      accesses.add(new Access(operand.type().dtype(), Access.Inner.CONTIGUOUS));
    }
    code.add(new Instruction.Apply(primitive, result.dtype(), IntStream.range(0, count).boxed().toList()));
    code.add(new Instruction.Store(count, count));
    accesses.add(new Access(result.dtype(), Access.Inner.CONTIGUOUS));
    Kernel kernel = new Kernel(1, false, 0, 0, accesses, List.of(new Stage(true, code)));
    operands.add(KernelRun.zeros(result.dtype(), size));
    Values got = both(new KernelRun(kernel, new int[] {1}, size, size, operands), 1).getLast();
    close(primitive + " of " + type, expected, got, operands);
    return true;
  }

  /** One lane at a time, and in vectors. */
  private record Forms(KernelCode scalar, KernelCode vector) {
    static Forms of(Kernel kernel) {
      return new Forms(Emitter.emit(kernel, 0), Emitter.emit(kernel, Vectors.bits()));
    }
  }

  /** Code has no extents in it, so it serves arrays of all sizes. */
  private static final Map<Kernel, Forms> CODE = new HashMap<>();

  /** The values after a run, which has the same bits in vectors as one lane at a time. */
  private static List<Values> both(KernelRun run, long... ends) {
    Forms forms = CODE.computeIfAbsent(run.kernel, Forms::of);
    List<Values> scalar = run.run(forms.scalar, ends);
    List<Values> vector = run.run(forms.vector, ends);
    for (int i = 0; i < scalar.size(); i++) {
      same("access " + i + " of " + run.kernel, scalar.get(i), vector.get(i));
    }
    return vector;
  }

  private static void same(String what, Values a, Values b) {
    for (int i = 0; i < a.size(); i++) {
      boolean floating = a.type().dtype().isFloat();
      if (floating
          ? Double.doubleToLongBits(a.get(i)) != Double.doubleToLongBits(b.get(i))
          : a.getLong(i) != b.getLong(i)) {
        fail(what + ": element " + i + " is " + a.get(i) + " one at a time and " + b.get(i) + " in vectors");
      }
    }
  }

  private static void close(String what, Values expected, Values got, List<Values> operands) {
    for (int i = 0; i < expected.size(); i++) {
      double e = expected.get(i);
      double g = got.get(i);
      // The evaluation itself, in float64, is not always right to the last place.
      double ulp = expected.type().dtype() == DType.F32
          ? Math.ulp((float) e)
          : 1e-13 * Math.abs(e) + (Math.abs(e) > 1e-4 ? 1e-15 : 0);
      boolean equal = expected.type().dtype().isFloat()
          ? Double.compare(e, g) == 0 || Math.abs(e - g) <= 4 * ulp
          : expected.getLong(i) == got.getLong(i);
      if (!equal) {
        fail(what + " at " + i + ", of " + operands.get(0).get(i) + ": " + g + ", not " + e);
      }
    }
  }

  private static Values values(DType type, int size, long seed) {
    Random random = new Random(seed);
    Values values = Values.zeros(new TensorType(type, Shape.of(size)));
    for (int i = 0; i < size; i++) {
      switch (type) {
        case F32, F64 ->
          values.set(i, i % 3 == 0 ? SPECIAL[random.nextInt(SPECIAL.length)] : random.nextGaussian() * 3);
        case I32, I64 -> values.setLong(i, i % 5 == 0 ? random.nextLong() : random.nextInt(7) - 3);
        case BOOL -> values.setLong(i, random.nextInt(2));
      }
    }
    return values;
  }

  @Test
  void foldsOfRowsInAFixedOrder() {
    for (DType type : List.of(DType.F32, DType.F64, DType.I32, DType.I64)) {
      for (int size : SIZES) {
        for (int constant : size >= 1 && size <= 16 ? new int[] {0, size} : new int[] {0}) {
          folds(type, size, constant);
        }
      }
    }
  }

  private static void folds(DType type, int n, int constant) {
    int rows = 3;
    Values x = KernelRun.zeros(type, rows * n);
    Random random = new Random(n);
    for (int i = 0; i < x.size(); i++) {
      x.set(i, type.isFloat() ? random.nextGaussian() : random.nextInt(1000) - 500);
    }
    Kernel kernel = new Kernel(1, false, 0, constant,
        List.of(new Access(type, Access.Inner.CONTIGUOUS), new Access(type, Access.Inner.BROADCAST),
            new Access(type, Access.Inner.BROADCAST), new Access(type, Access.Inner.CONTIGUOUS)),
        List.of(
            new Stage(true,
                List.of(new Instruction.Load(0), new Instruction.Reduce(Fold.SUM, 0),
                    new Instruction.Reduce(Fold.MAX, 0))),
            new Stage(false,
                List.of(new Instruction.Store(1, 1), new Instruction.Store(2, 2),
                    new Instruction.Apply(Binary.ADD, type, List.of(1, 2)))),
            new Stage(true, List.of(new Instruction.Load(0), new Instruction.Apply(Binary.SUB, type, List.of(6, 5)),
                new Instruction.Store(3, 7)))));
    List<Values> after = both(new KernelRun(kernel, new int[] {rows}, n, n,
        List.of(x, KernelRun.zeros(type, rows), KernelRun.zeros(type, rows), KernelRun.zeros(type, rows * n))), 2, 3);
    for (int row = 0; row < rows; row++) {
      double[] partial = new double[16];
      double max = Double.NEGATIVE_INFINITY;
      for (int i = 0; i < n; i++) {
        double v = x.get(row * n + i);
        partial[i % 16] = round(type, partial[i % 16] + v);
        max = Math.max(max, v);
      }
      for (int half = 8; half > 0; half /= 2) {
        for (int i = 0; i < half; i++) {
          partial[i] = round(type, partial[i] + partial[i + half]);
        }
      }
      assertEquals(partial[0], after.get(1).get(row), type + " sum of " + n);
      if (n > 0) {
        assertEquals(max, after.get(2).get(row));
        assertEquals(round(type, x.get(row * n) - round(type, partial[0] + max)), after.get(3).get(row * n));
      }
    }
  }

  private static double round(DType type, double x) {
    return type == DType.F32 ? (float) x : x;
  }

  @Test
  void accumulatesOverOuterIndicesInPlaceAndInChunks() {
    for (int n : new int[] {1, 5, 16, 33}) {
      accumulates(n);
    }
  }

  /** y[r] = tanh(x[r]) in place of x; s = sum over r of it, from the beginning of each call. */
  private static void accumulates(int n) {
    int rows = 6;
    Kernel kernel = new Kernel(2, false, 1, 0,
        List.of(new Access(DType.F32, Access.Inner.CONTIGUOUS), new Access(DType.F32, Access.Inner.CONTIGUOUS)),
        List.of(new Stage(true, List.of(new Instruction.Load(0),
            new Instruction.Apply(Unary.TANH, DType.F32, List.of(0)), new Instruction.Store(0, 1),
            new Instruction.Accumulate(1, Fold.SUM, 1)))));
    Values x = values(DType.F32, rows * n, 5);
    for (int i = 0; i < x.size(); i++) {
      x.set(i, Double.isNaN(x.get(i)) ? 1 : x.get(i));
    }
    KernelRun run = new KernelRun(kernel, new int[] {2, 3}, n, n, List.of(x, KernelRun.zeros(DType.F32, 2 * n)));
    run.arguments[kernel.outerStride(1, 0)] = n * 4L;
    run.arguments[kernel.outerStride(1, 1)] = 0;
    List<Values> after = both(run, 6);
    for (int outer = 0; outer < 2; outer++) {
      for (int i = 0; i < n; i++) {
        float sum = 0;
        for (int r = 0; r < 3; r++) {
          float y = (float) after.get(0).get((outer * 3 + r) * n + i);
          assertEquals(Math.tanh(x.get((outer * 3 + r) * n + i)), y, 1e-6);
          sum += y;
        }
        assertEquals(sum, after.get(1).get(outer * n + i), 0);
      }
    }
  }

  @Test
  void indicesBroadcastsStridesAndChunks() {
    for (Access.Inner inner : Access.Inner.values()) {
      for (int total : new int[] {1, 40, 41, 64}) {
        indexed(inner, total);
      }
    }
  }

  /** z = x + i over chunks of 20. */
  private static void indexed(Access.Inner inner, int total) {
    int chunks = (total + 19) / 20;
    Kernel kernel = new Kernel(1, true, 0, 0,
        List.of(new Access(DType.F64, inner), new Access(DType.F64, Access.Inner.CONTIGUOUS)),
        List.of(new Stage(true, List.of(new Instruction.Load(0), new Instruction.Index(DType.F64, 1),
            new Instruction.Apply(Binary.ADD, DType.F64, List.of(0, 1)), new Instruction.Index(DType.F64, 0),
            new Instruction.Apply(Binary.ADD, DType.F64, List.of(2, 3)), new Instruction.Store(1, 4)))));
    int step = switch (inner) {
      case CONTIGUOUS -> 1;
      case BROADCAST -> 0;
      case STRIDED -> 3;
    };
    Values x = KernelRun.zeros(DType.F64, 3 * total);
    Arrays.setAll(x.doubles(), i -> 100 * i);
    KernelRun run = new KernelRun(kernel, new int[] {chunks}, 20, total, List.of(x, KernelRun.zeros(DType.F64, total)));
    run.arguments[kernel.outerStride(0, 0)] = 20L * step * 8;
    run.arguments[kernel.innerStride(0)] = step * 8L;
    Values z = both(run, chunks).getLast();
    for (int i = 0; i < total; i++) {
      assertEquals(100.0 * step * i + i + i / 20, z.get(i), inner + " at " + i);
    }
  }
}
