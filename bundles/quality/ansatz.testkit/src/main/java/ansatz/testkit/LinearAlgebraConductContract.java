package ansatz.testkit;

import static ansatz.linalg.LinearAlgebra.Op.PLAIN;
import static ansatz.linalg.LinearAlgebra.Op.TRANSPOSED;
import static ansatz.testkit.LinearAlgebraContract.positiveDefinite;
import static ansatz.testkit.LinearAlgebraContract.random;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ansatz.linalg.LinearAlgebra;
import ansatz.linalg.LinearAlgebra.LogDet;
import ansatz.linalg.Matrix;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/**
 * How {@link LinearAlgebra} behaves: bad arguments are refused by name, empty and 1 x 1 matrices are defined, arguments
 * are never written to, and neither the number of threads nor the size of their stacks matters.
 */
public abstract class LinearAlgebraConductContract {
  protected abstract LinearAlgebra linearAlgebra();

  /** Every method of one matrix argument, with results as plain numbers. */
  private Map<String, Function<Matrix, double[]>> unary() {
    LinearAlgebra la = linearAlgebra();
    Map<String, Function<Matrix, double[]>> methods = new LinkedHashMap<>();
    methods.put("gram", a -> la.gram(a).data());
    methods.put("lu", a -> la.lu(a).lu().data());
    methods.put("cholesky", a -> la.cholesky(a).lower().data());
    methods.put("qr", a -> la.qr(a).q().beside(la.qr(a).r().transpose()).data());
    methods.put("svd", a -> la.svd(a).u().beside(la.svd(a).v()).data());
    methods.put("eigenSymmetric", a -> la.eigenSymmetric(a).vectors().data());
    methods.put("normFrobenius", a -> new double[] {la.normFrobenius(a)});
    methods.put("normSpectral", a -> new double[] {la.normSpectral(a)});
    methods.put("normNuclear", a -> new double[] {la.normNuclear(a)});
    methods.put("logDet", a -> new double[] {la.logDet(a).logAbs(), la.logDet(a).sign()});
    methods.put("cond", a -> new double[] {la.cond(a)});
    methods.put("rank", a -> new double[] {la.rank(a)});
    methods.put("pseudoInverse", a -> la.pseudoInverse(a, -1).data());
    methods.put("inverse", a -> la.inverse(a).data());
    return methods;
  }

  /** Every method of two matrix arguments with equal numbers of rows. */
  private Map<String, BiFunction<Matrix, Matrix, double[]>> binary() {
    LinearAlgebra la = linearAlgebra();
    Map<String, BiFunction<Matrix, Matrix, double[]>> methods = new LinkedHashMap<>();
    methods.put("multiply", (a, b) -> la.multiply(a, TRANSPOSED, b, PLAIN).data());
    methods.put("solve", (a, b) -> la.solve(a, b).data());
    methods.put("leastSquares", (a, b) -> la.leastSquares(a, b).data());
    methods.put("leastNorm", (a, b) -> la.leastNorm(a, b, -1).x().data());
    methods.put("cholesky.solve", (a, b) -> la.cholesky(a).solve(b).data());
    methods.put("cholesky.solveLower", (a, b) -> la.cholesky(a).solveLower(b).data());
    return methods;
  }

  @Test
  void C1_nonFiniteArgumentsAreRefusedByName() {
    for (double bad : new double[] {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY}) {
      Matrix broken = positiveDefinite(5);
      broken.data()[3 * 5 + 2] = bad;
      Matrix good = positiveDefinite(5);
      String message = ": element [3,2] is " + bad;
      unary().forEach((name, method) -> assertRefused(name, "a" + message, () -> method.apply(broken)));
      binary().forEach((name, method) -> {
        assertRefused(name, "a" + message, () -> method.apply(broken, good));
        assertRefused(name, "b" + message, () -> method.apply(good, broken));
      });
    }
  }

  @Test
  void C2_shapesThatDoNotFitAreRefusedByName() {
    binary().forEach((name, method) -> assertRefused(name, "b: ",
        () -> method.apply(positiveDefinite(4), random(3, 2, 1))));
    Matrix wide = random(2, 3, 1);
    for (String name : List.of("lu", "cholesky", "eigenSymmetric", "logDet", "inverse")) {
      assertRefused(name, "a: must be square, is 2 x 3", () -> unary().get(name).apply(wide));
    }
    assertRefused("solve", "a: must be square, is 2 x 3", () -> linearAlgebra().solve(wide, random(2, 1, 1)).data());
    assertRefused("solve", "b: has 3 rows, a has 4",
        () -> linearAlgebra().solve(positiveDefinite(4), random(3, 1, 1)).data());
    assertRefused("multiply", "b: b has 2 rows, a has 3 columns", () -> linearAlgebra().multiply(wide, wide).data());
    assertRefused("multiply", "b: b has 2 rows, a has 3 columns", () -> linearAlgebra().multiply(wide, new double[2]));
    assertRefused("leastNorm", "rcond: is NaN",
        () -> linearAlgebra().leastNorm(wide, random(2, 1, 1), Double.NaN).x().data());
  }

  private static void assertRefused(String method, String message, Callable<double[]> call) {
    IllegalArgumentException e = assertThrows(IllegalArgumentException.class, call::call, method);
    assertTrue(e.getMessage().startsWith(message), () -> method + ": " + e.getMessage());
  }

  @Test
  void C3_emptyMatricesAreDefined() {
    LinearAlgebra la = linearAlgebra();
    Matrix none = Matrix.zeros(0, 0);
    Matrix noRows = Matrix.zeros(0, 3);
    Matrix noColumns = Matrix.zeros(3, 0);
    assertEquals(Matrix.zeros(3, 3), la.multiply(noColumns, noRows));
    assertEquals(none, la.multiply(noRows, noColumns));
    assertEquals(Matrix.zeros(3, 3), la.gram(noRows));
    assertEquals(none, la.gram(noColumns));
    assertEquals(Matrix.zeros(0, 2), la.solve(none, Matrix.zeros(0, 2)));
    assertEquals(Matrix.zeros(3, 0), la.solve(Matrix.identity(3), noColumns));
    assertEquals(none, la.lu(none).lu());
    assertEquals(none, la.cholesky(none).lower());
    assertEquals(0, la.cholesky(none).logDet());
    assertEquals(Matrix.zeros(0, 2), la.cholesky(none).solve(Matrix.zeros(0, 2)));
    assertEquals(noColumns, la.qr(noColumns).q());
    assertEquals(noRows, la.qr(noRows).r());
    assertEquals(Matrix.zeros(3, 0), la.svd(noRows).v());
    assertEquals(0, la.eigenSymmetric(none).values().length);
    assertEquals(Matrix.zeros(0, 2), la.leastSquares(noColumns, Matrix.zeros(3, 2)));
    assertEquals(new LinearAlgebra.LeastNorm(Matrix.zeros(3, 2), 0), la.leastNorm(noRows, Matrix.zeros(0, 2), -1));
    assertEquals(Matrix.zeros(3, 0), la.pseudoInverse(noRows, -1));
    assertEquals(new LogDet(0, 1), la.logDet(none));
    for (Matrix empty : List.of(none, noRows, noColumns)) {
      assertEquals(0, la.normFrobenius(empty));
      assertEquals(0, la.normSpectral(empty));
      assertEquals(0, la.normNuclear(empty));
      assertEquals(0, la.rank(empty));
      assertEquals(1, la.cond(empty));
    }
  }

  @Test
  void C4_scalarsAreMatricesToo() {
    LinearAlgebra la = linearAlgebra();
    Matrix four = Matrix.column(4);
    assertEquals(Matrix.column(8), la.multiply(four, Matrix.column(2)));
    assertEquals(Matrix.column(0.5), la.solve(four, Matrix.column(2)));
    assertEquals(Matrix.column(2), la.cholesky(four).lower());
    assertEquals(4, la.svd(Matrix.column(-4)).s()[0], 1e-15);
    assertEquals(-4, la.eigenSymmetric(Matrix.column(-4)).values()[0], 1e-15);
    assertEquals(0.5, la.leastSquares(four, Matrix.column(2)).get(0, 0), 1e-16);
    assertEquals(-1, la.logDet(Matrix.column(-4)).sign());
    assertEquals(0.25, la.pseudoInverse(four, -1).get(0, 0), 1e-16);
  }

  @Test
  void C5_argumentsAreNeverWrittenTo() {
    Matrix a = positiveDefinite(60);
    Matrix b = random(60, 3, 2);
    double[] aBefore = a.data().clone();
    double[] bBefore = b.data().clone();
    unary().values().forEach(method -> method.apply(a));
    binary().values().forEach(method -> method.apply(a, b));
    assertArrayEquals(aBefore, a.data());
    assertArrayEquals(bBefore, b.data());
  }

  /**
   * Many short calls on matrices of different sizes, so that a buffer shared by mistake holds other numbers. A BLAS
   * without locks fails one call in some hundred here.
   */
  @Test
  void C6_eightThreadsGetTheBitsOfOne() throws Exception {
    LinearAlgebra la = linearAlgebra();
    List<Callable<double[]>> calls = new ArrayList<>();
    for (int n : new int[] {3, 17, 33, 64, 65, 90}) {
      Matrix a = positiveDefinite(n);
      Matrix b = random(n, 5, 3);
      calls.add(() -> la.multiply(a, a).data());
      calls.add(() -> la.solve(a, b).data());
      calls.add(() -> la.cholesky(a).lower().data());
      calls.add(() -> la.leastSquares(a, b).data());
      calls.add(() -> la.qr(a).q().data());
      calls.add(() -> la.svd(a.rows(0, 1, 2)).s());
      calls.add(() -> la.eigenSymmetric(a).vectors().data());
    }
    List<double[]> expected = new ArrayList<>();
    for (Callable<double[]> call : calls) {
      expected.add(call.call());
    }
    AtomicInteger started = new AtomicInteger();
    Callable<Void> thread = () -> {
      Random random = new Random(started.getAndIncrement());
      for (int i = 0; i < 500; i++) {
        int c = random.nextInt(calls.size());
        assertArrayEquals(expected.get(c), calls.get(c).call(), "call " + c);
      }
      return null;
    };
    try (var pool = Executors.newFixedThreadPool(8)) {
      for (Future<Void> done : pool.invokeAll(Collections.nCopies(8, thread))) {
        done.get();
      }
    }
  }

  @Test
  void C7_largeMatricesNeedNoLargeStack() throws Exception {
    int n = 1000;
    Matrix a = random(n, n, 1);
    Matrix ones = Matrix.zeros(n, 1);
    Arrays.fill(ones.data(), 1);
    FutureTask<Matrix> solve = new FutureTask<>(() -> {
      linearAlgebra().cholesky(linearAlgebra().gram(a));
      linearAlgebra().svd(a.rows(range(150)));
      linearAlgebra().qr(a);
      return linearAlgebra().solve(a, linearAlgebra().multiply(a, ones));
    });
    Thread thread = new Thread(null, solve, "small stack", 256 * 1024);
    thread.start();
    assertArrayEquals(ones.data(), solve.get().data(), 1e-9);
  }

  private static int[] range(int n) {
    int[] range = new int[n];
    Arrays.setAll(range, i -> i);
    return range;
  }
}
