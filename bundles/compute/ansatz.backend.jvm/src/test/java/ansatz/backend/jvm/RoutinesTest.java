package ansatz.backend.jvm;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ansatz.linalg.LinearAlgebra;
import ansatz.linalg.openblas.OpenBlasLinearAlgebra;
import ansatz.tensor.CompileOptions;
import ansatz.tensor.DType;
import ansatz.tensor.Executable;
import ansatz.tensor.Function;
import ansatz.tensor.Interpreter;
import ansatz.tensor.Key;
import ansatz.tensor.Linalg;
import ansatz.tensor.Node;
import ansatz.tensor.Program;
import ansatz.tensor.Tensor;
import ansatz.tensor.TensorType;
import ansatz.tensor.Values;
import ansatz.tensor.primitive.Argmax;
import ansatz.tensor.primitive.Argsort;
import ansatz.tensor.primitive.Axes;
import ansatz.tensor.primitive.CumSum;
import ansatz.tensor.primitive.DynamicSlice;
import ansatz.tensor.primitive.DynamicUpdateSlice;
import ansatz.tensor.primitive.Fft;
import ansatz.tensor.primitive.Gather;
import ansatz.tensor.primitive.Pad;
import ansatz.tensor.primitive.Reverse;
import ansatz.tensor.primitive.ScatterAdd;
import ansatz.tensor.primitive.Sddmm;
import ansatz.tensor.primitive.SegmentArgmax;
import ansatz.tensor.primitive.Slice;
import ansatz.tensor.primitive.Spmm;
import ansatz.tensor.primitive.TopkIndex;
import ansatz.tensor.primitive.TriangularSolve;
import ansatz.tensor.primitive.Window;
import ansatz.tensor.primitive.WindowArgmax;
import ansatz.tensor.primitive.WindowSum;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Loops that are written by hand do what the primitives say, to the last bit, and nothing falls back. */
class RoutinesTest {
  private final JvmBackend backend = new JvmBackend();

  private void agrees(Function f, TensorType... types) {
    Program program = Program.trace(f, types);
    Random random = new Random(5);
    List<Values> inputs = List.of(types).stream().map(type -> {
      Values values = Values.zeros(type);
      for (int i = 0; i < values.size(); i++) {
        values.set(i, type.dtype().isFloat()
            ? random.nextInt(9) == 0 ? Double.NaN : random.nextGaussian()
            : type.dtype() == DType.BOOL ? random.nextInt(2) : random.nextInt(7) - 1);
      }
      return values;
    }).toList();
    List<Values> expected = new Interpreter(null).run(program, inputs);
    try (Executable executable = backend.compile(program)) {
      List<Values> results = executable.run(inputs);
      for (int i = 0; i < expected.size(); i++) {
        assertTrue(expected.get(i).sameBits(results.get(i)), () -> program + "\n" + expected + "\n" + results);
      }
      assertTrue(executable.explain().contains("native kernels: 0"), executable::explain);
    }
  }

  private static TensorType f32(int... extents) {
    return TensorType.of(DType.F32, extents);
  }

  private static TensorType i32(int... extents) {
    return TensorType.of(DType.I32, extents);
  }

  @Test
  void partsAreCutPutTogetherAndTurned() {
    for (DType dtype : DType.values()) {
      TensorType x = TensorType.of(dtype, 5, 7, 3);
      agrees(in -> List.of(Slice.of(in.get(0), new int[] {1, 0, 0}, new int[] {5, 7, 2}, new int[] {3, 2, 1})), x);
      agrees(in -> List.of(Slice.of(in.get(0), 0, 2, 4), Slice.of(in.get(0), 2, 1, 2)), x);
      agrees(in -> List.of(Reverse.of(in.get(0), 0, 2), Reverse.of(in.get(0), 1)), x);
      agrees(in -> List.of(Tensor.concat(1, in.get(0), in.get(1), in.get(0)), Tensor.concat(0, in.get(0), in.get(0))),
          x, TensorType.of(dtype, 5, 1, 3));
      agrees(in -> List.of(
          Node.apply(new Pad(Axes.of(1, -2, 0), Axes.of(0, 3, 2), Axes.of(0, 2, 1)), in.get(0), in.get(1)),
          Node.apply(new Pad(Axes.of(-6, 0, 0), Axes.of(3, 0, 0), Axes.of(0, 0, 0)), in.get(0), in.get(1))), x,
          TensorType.of(dtype));
    }
  }

  @Test
  void partsAtPlacesThatAreComputed() {
    agrees(in -> List.of(DynamicSlice.of(in.get(0), in.get(1), 2, 7), DynamicUpdateSlice.of(in.get(0), in.get(2),
        in.get(1))), f32(5, 9), i32(2), f32(2, 3));
  }

  @Test
  void rowsByTheirNumbers() {
    for (int[] row : new int[][] {{}, {3}, {2, 2}, {300}}) {
      TensorType x = f32(row.length == 0
          ? new int[] {500}
          : row.length == 1
              ? new int[] {500, row[0]}
              : new int[] {500, 2, 2});
      agrees(in -> List.of(Gather.of(in.get(0), in.get(1), 0)), x, i32(40, 3));
      agrees(in -> List.of(ScatterAdd.of(Gather.of(in.get(0), in.get(1), 0), in.get(1), 0, 300)), x, i32(40, 3));
    }
    agrees(in -> List.of(Gather.of(in.get(0), in.get(1), 1)), f32(4, 300, 2), i32(4, 5));
    agrees(in -> List.of(ScatterAdd.of(in.get(0), in.get(1), 1, 5), SegmentArgmax.of(in.get(0), in.get(1), 1, 6)),
        f32(4, 30, 2), i32(4, 30));
    agrees(in -> List.of(ScatterAdd.of(in.get(0), in.get(1), 0, 5)), i32(30, 2), i32(30));
  }

  @Test
  void longRowsAreAddedUpRowByRow() {
    for (DType dtype : new DType[] {DType.F32, DType.F64, DType.I32}) {
      for (int width : new int[] {7, 8, 17, 100}) {
        agrees(in -> List.of(ScatterAdd.of(in.get(0), in.get(1), 0, 6)), TensorType.of(dtype, 30, width), i32(30));
        agrees(in -> List.of(ScatterAdd.of(in.get(0), in.get(1), 0, 3000)), TensorType.of(dtype, 40, 3, width),
            i32(40, 3));
        agrees(in -> List.of(ScatterAdd.of(in.get(0), in.get(1), 1, 5)), TensorType.of(dtype, 40, 9, width),
            i32(40, 9));
      }
    }
  }

  @Test
  void linesAndWindows() {
    for (DType dtype : new DType[] {DType.F32, DType.F64, DType.I32, DType.I64}) {
      TensorType x = TensorType.of(dtype, 3, 8, 9);
      Window window = new Window(Axes.of(2, 3), Axes.of(2, 1), Axes.of(1, 2), Axes.of(2, 1), Axes.of(1, -1),
          Axes.of(1, 2));
      agrees(in -> List.of(WindowSum.of(in.get(0), window), WindowArgmax.of(in.get(0), window)), x);
      agrees(in -> List.of(CumSum.of(in.get(0), 1, false), CumSum.of(in.get(0), 2, true), Argmax.of(in.get(0), 1),
          Argmax.of(in.get(0), 2)), x);
    }
  }

  @Test
  void orders() {
    for (DType dtype : new DType[] {DType.F32, DType.F64, DType.I32, DType.I64}) {
      TensorType x = TensorType.of(dtype, 3, 29, 5);
      agrees(in -> List.of(in.get(0).argsort(1), Argsort.of(in.get(0), 2, true), Argsort.of(in.get(0), 0, false),
          TopkIndex.of(in.get(0), 3), TopkIndex.of(in.get(0), 5)), x);
    }
  }

  @Test
  void sparseMatrices() {
    Random random = new Random(1);
    int[] pointers = new int[301];
    for (int row = 0; row < 300; row++) {
      pointers[row + 1] = pointers[row] + random.nextInt(9);
    }
    int entries = pointers[300] + 2;
    agrees(in -> {
      Tensor rows = Tensor.of(pointers);
      Tensor columns = in.get(1).abs().mul(31).rem(Tensor.scalar(DType.I32, 70)).sub(1);
      return List.of(new Spmm(false, 60).of(in.get(0), rows, columns, in.get(2)),
          new Spmm(true, 60).of(in.get(0), rows, columns, in.get(3)),
          Sddmm.of(in.get(3), in.get(2), rows, columns));
    }, f32(entries), i32(entries), f32(60, 19), f32(300, 19));
  }

  /** With a structure that is known while compiling, and values that are not, or are too. */
  @Test
  void transposesOfKnownSparseMatrices() {
    Random random = new Random(3);
    int[] pointers = new int[41];
    for (int row = 0; row < 40; row++) {
      pointers[row + 1] = pointers[row] + random.nextInt(9);
    }
    int[] columns = random.ints(pointers[40], -1, 31).toArray();
    Tensor known = Tensor.of(random.doubles(columns.length).toArray()).to(DType.F32);
    for (int width : new int[] {1, 7, 8, 16, 19}) {
      agrees(in -> List.of(new Spmm(true, 30).of(in.get(0), Tensor.of(pointers), Tensor.of(columns), in.get(1)),
          new Spmm(true, 30).of(known, Tensor.of(pointers), Tensor.of(columns), in.get(1))), f32(columns.length),
          f32(40, width));
    }
  }

  /** Holds a run against plain loops, relative to the largest element of each result. */
  private void agreesTo(double tolerance, Function f, TensorType... types) {
    Program program = Program.trace(f, types);
    Random random = new Random(5);
    List<Values> inputs = List.of(types).stream().map(type -> {
      Values values = Values.zeros(type);
      for (int i = 0; i < values.size(); i++) {
        values.set(i, random.nextGaussian());
      }
      return values;
    }).toList();
    LinearAlgebra algebra = new OpenBlasLinearAlgebra();
    List<Values> expected = new Interpreter(algebra).run(program, inputs);
    try (Executable executable = backend.compile(program, CompileOptions.DEFAULT.withLinearAlgebra(algebra))) {
      List<Values> results = executable.run(inputs);
      for (int i = 0; i < expected.size(); i++) {
        double scale = Arrays.stream(expected.get(i).toDoubles()).map(Math::abs).max().orElseThrow();
        assertArrayEquals(expected.get(i).toDoubles(), results.get(i).toDoubles(), tolerance * scale);
      }
      assertTrue(executable.explain().contains("native kernels: 0"), executable::explain);
    }
  }

  @Test
  void fourierTransforms() {
    for (int n : new int[] {1, 8, 60, 97, 128}) {
      for (int lines : new int[] {1, 3, 21}) {
        agreesTo(1e-14, in -> List.of(Fft.of(in.get(0), in.get(1), false).get(1), Fft.of(in.get(0), in.get(1), true)
            .get(0)), TensorType.of(DType.F64, lines, n), TensorType.of(DType.F64, lines, n));
      }
    }
    agreesTo(1.2e-7, in -> Fft.of(in.get(0), in.get(1), false), f32(5, 1000), f32(5, 1000));
  }

  @Test
  void triangularSystems() {
    for (DType dtype : new DType[] {DType.F32, DType.F64}) {
      for (int n : new int[] {1, 7, 33}) {
        for (int kind = 0; kind < 8; kind++) {
          TriangularSolve solve = new TriangularSolve(kind % 2 == 0, kind / 2 % 2 == 0, kind / 4 == 0);
          agreesTo(dtype == DType.F32 ? 1e-5 : 1e-13, in -> List.of(solve.of(
              in.get(0).mul(0.3 / n).add(Tensor.eye(dtype, n)), in.get(1))), TensorType.of(dtype, 2, n, n),
              TensorType.of(dtype, 2, n, 70));
        }
      }
    }
  }

  @Test
  void factorsOfManyMatrices() {
    agreesTo(0, in -> {
      Tensor a = in.getFirst().add(Tensor.eye(DType.F64, 4).mul(5));
      Linalg.LuFactors lu = Linalg.lu(a);
      return List.of(Linalg.cholesky(a), Linalg.qr(a).q(), Linalg.qr(a).r(), lu.lu(), lu.pivots(), lu.permutation(),
          Linalg.eigh(a).vectors(), Linalg.svd(a).u(), Linalg.svd(a).s(), Linalg.eig(a).values().im());
    }, TensorType.of(DType.F64, 3, 17, 4, 4));
    agreesTo(0, in -> List.of(Linalg.svd(in.getFirst()).v()), f32(9, 5, 3));
  }

  @Test
  void randomBits() {
    agrees(in -> List.of(new Key(in.get(0)).bits(3, 7), new Key(in.get(0)).splitAll(5), new Key(in.get(0)).bits(9999)),
        i32(2));
  }
}
