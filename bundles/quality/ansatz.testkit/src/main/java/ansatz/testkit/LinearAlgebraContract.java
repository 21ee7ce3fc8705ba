package ansatz.testkit;

import static ansatz.linalg.LinearAlgebra.Op.PLAIN;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ansatz.linalg.LinearAlgebra;
import ansatz.linalg.LinearAlgebra.Cholesky;
import ansatz.linalg.LinearAlgebra.Eigen;
import ansatz.linalg.LinearAlgebra.LeastNorm;
import ansatz.linalg.LinearAlgebra.LogDet;
import ansatz.linalg.LinearAlgebra.Lu;
import ansatz.linalg.LinearAlgebra.Op;
import ansatz.linalg.LinearAlgebra.Qr;
import ansatz.linalg.LinearAlgebra.Svd;
import ansatz.linalg.Matrix;
import ansatz.linalg.SingularMatrixException;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What {@link LinearAlgebra} computes: reconstructions at machine precision, known values, decisions on rank and
 * singularity. {@link LinearAlgebraConductContract} has the rest: arguments, purity, threads.
 */
public abstract class LinearAlgebraContract {
  private static final double EPS = Math.ulp(1.0);

  /** Log determinants of the Hilbert matrices of order 2 to 12 (60-digit arithmetic). */
  private static final double[] HILBERT_LOG_DET = {-2.4849066497880003, -7.6778635006782107, -15.615238196841506,
    -26.309453258276443, -39.76620670609766, -55.988580206842566, -74.978427329160481, -96.736949274397042,
    -121.26496874930371, -148.56307381623204, -178.6316993523361};
  /** Their 2-norm condition numbers (60-digit arithmetic). */
  private static final double[] HILBERT_COND = {19.281470067903971, 524.05677758606082, 15513.738738932588,
    476607.25024256081, 14951058.640131217, 475367354.98817899, 15257575741.646943, 493154926971.54211,
    16026286870216.883, 523067739242940.86, 17132289046970050.0};

  protected abstract LinearAlgebra linearAlgebra();

  @ParameterizedTest
  @CsvSource({"1,1,1", "2,3,4", "7,1,5", "1,9,1", "17,33,9", "64,64,64", "70,129,41", "300,310,320"})
  void L1_productsAreSumsOfProducts(int m, int k, int n) {
    for (Op opA : Op.values()) {
      for (Op opB : Op.values()) {
        Matrix a = opA == PLAIN ? random(m, k, 1) : random(m, k, 1).transpose();
        Matrix b = opB == PLAIN ? random(k, n, 2) : random(k, n, 2).transpose();
        assertClose(product(random(m, k, 1), random(k, n, 2)), linearAlgebra().multiply(a, opA, b, opB), 4 * k * EPS);
      }
    }
    double[] x = random(k, 1, 3).data();
    assertArrayEquals(product(random(m, k, 1), Matrix.column(x)).data(), linearAlgebra().multiply(random(m, k, 1), x),
        40 * k * EPS);
  }

  @ParameterizedTest
  @CsvSource({"1,1", "5,3", "3,5", "200,40", "400,300"})
  void L2_gramIsExactlySymmetric(int m, int n) {
    Matrix a = random(m, n, 1);
    Matrix g = linearAlgebra().gram(a);
    assertEquals(g.transpose(), g);
    assertClose(product(a.transpose(), a), g, 4 * m * EPS);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 10, 65, 200})
  void L3_solveLeavesASmallResidual(int n) {
    Matrix a = random(n, n, n);
    Matrix b = random(n, 7, 2);
    Matrix x = linearAlgebra().solve(a, b);
    assertEquals(n, x.rows());
    assertTrue(largest(minus(product(a, x), b)) <= 100 * n * EPS * largest(a) * Math.max(1, largest(x)));
    assertClose(Matrix.identity(n), linearAlgebra().multiply(linearAlgebra().inverse(a), a),
        100 * n * EPS * linearAlgebra().cond(a));
  }

  @Test
  void L3_solveIsIndifferentToUnits() {
    Matrix scaled = Matrix.diagonal(1e-300, 3, 1e300, 1e-10);
    assertArrayEquals(new double[] {1, 2, 3, 4},
        linearAlgebra().solve(scaled, Matrix.column(1e-300, 6, 3e300, 4e-10)).data(), 4 * EPS);
    Matrix graded = Matrix.of(new double[] {2e-160, 1e160}, new double[] {1e-160, 3e160});
    assertArrayEquals(new double[] {1e160, 1e-160}, linearAlgebra().solve(graded, Matrix.column(3, 4)).data(), 1e145);
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 10, 50, 200, 500})
  void L4_solveRefusesSingularMatrices(int n) {
    Matrix deficient = product(random(n, n - 1, 1), random(n - 1, n, 2));
    assertThrows(SingularMatrixException.class, () -> linearAlgebra().solve(deficient, random(n, 1, 3)));
    assertThrows(SingularMatrixException.class, () -> linearAlgebra().solve(Matrix.zeros(n, n), random(n, 1, 3)));
    assertThrows(SingularMatrixException.class, () -> linearAlgebra().inverse(hilbert(14)));
    assertNotNull(linearAlgebra().solve(hilbert(10), Matrix.identity(10)));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 8, 100})
  void L5_luRebuildsThePermutedMatrix(int n) {
    Matrix a = random(n, n, 5);
    Lu lu = linearAlgebra().lu(a);
    Matrix l = Matrix.identity(n);
    Matrix u = Matrix.zeros(n, n);
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        (j < i ? l : u).data()[i * n + j] = lu.lu().get(i, j);
      }
    }
    int[] order = IntStream.range(0, n).toArray();
    for (int i = 0; i < n; i++) {
      int swapped = order[i];
      order[i] = order[lu.pivots()[i]];
      order[lu.pivots()[i]] = swapped;
    }
    assertTrue(largest(l) <= 1);
    assertClose(a.rows(order), product(l, u), 20 * n * EPS);
    assertEquals(0, linearAlgebra().lu(Matrix.of(new double[] {1, 2}, new double[] {2, 4})).lu().get(1, 1));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 9, 150})
  void L6_choleskyReadsTheLowerTriangleOnly(int n) {
    Matrix a = positiveDefinite(n);
    Matrix half = a.copy();
    for (int i = 0; i < n; i++) {
      Arrays.fill(half.data(), i * n + i + 1, (i + 1) * n, Double.NaN);
    }
    Cholesky cholesky = linearAlgebra().cholesky(half);
    Matrix l = cholesky.lower();
    assertClose(a, product(l, l.transpose()), 10 * n * EPS);
    for (int i = 0; i < n; i++) {
      for (int j = i + 1; j < n; j++) {
        assertEquals(0, l.get(i, j));
      }
    }
    Matrix b = random(n, 5, 3);
    double tolerance = 100 * n * EPS * linearAlgebra().cond(a);
    assertClose(b, product(a, cholesky.solve(b)), tolerance);
    assertClose(b, product(l, cholesky.solveLower(b)), tolerance);
    assertEquals(linearAlgebra().logDet(a).logAbs(), cholesky.logDet(), tolerance * n);
  }

  @Test
  void L6_choleskyRefusesIndefiniteMatrices() {
    Matrix indefinite = Matrix.of(new double[] {1, 2}, new double[] {2, 1});
    SingularMatrixException e = assertThrows(SingularMatrixException.class,
        () -> linearAlgebra().cholesky(indefinite));
    assertTrue(e.getMessage().startsWith("a: is not positive definite"), e.getMessage());
  }

  @ParameterizedTest
  @CsvSource({"1,1", "4,4", "9,4", "4,9", "200,50", "60,200", "5,1", "1,5"})
  void L7_qrIsThinOrthonormalAndTriangular(int m, int n) {
    Matrix a = random(m, n, 6);
    Qr qr = linearAlgebra().qr(a);
    int k = Math.min(m, n);
    assertClose(a, product(qr.q(), qr.r()), 10 * k * EPS);
    assertClose(Matrix.identity(k), product(qr.q().transpose(), qr.q()), 10 * m * EPS);
    for (int i = 0; i < k; i++) {
      for (int j = 0; j < Math.min(i, n); j++) {
        assertEquals(0, qr.r().get(i, j));
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"1,1", "4,4", "9,4", "4,9", "120,50", "60,150", "5,1", "1,5"})
  void L8_svdIsThinOrthonormalAndDescending(int m, int n) {
    Matrix a = random(m, n, 7);
    Svd svd = linearAlgebra().svd(a);
    int k = Math.min(m, n);
    assertClose(Matrix.identity(k), product(svd.u().transpose(), svd.u()), 20 * m * EPS);
    assertClose(Matrix.identity(k), product(svd.v().transpose(), svd.v()), 20 * n * EPS);
    assertClose(a, product(product(svd.u(), Matrix.diagonal(svd.s())), svd.v().transpose()), 20 * (m + n) * EPS);
    for (int i = 1; i < k; i++) {
      assertTrue(svd.s()[i - 1] >= svd.s()[i] && svd.s()[i] >= 0);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 40, 120})
  void L9_eigenvaluesAscendAndVectorsAreOrthonormal(int n) {
    Matrix a = plus(random(n, n, 8), random(n, n, 8).transpose());
    Eigen eigen = linearAlgebra().eigenSymmetric(a);
    Matrix v = eigen.vectors();
    assertClose(Matrix.identity(n), product(v.transpose(), v), 20 * n * EPS);
    assertClose(a, product(product(v, Matrix.diagonal(eigen.values())), v.transpose()), 20 * n * EPS);
    for (int i = 1; i < n; i++) {
      assertTrue(eigen.values()[i - 1] <= eigen.values()[i]);
    }
  }

  @Test
  void L9_eigenvaluesOfTheSecondDifferenceAreKnown() {
    int n = 50;
    Matrix a = Matrix.zeros(n, n);
    for (int i = 0; i < n; i++) {
      a.data()[i * n + i] = 2;
      if (i > 0) {
        a.data()[i * n + i - 1] = -1;
      }
    }
    double[] values = linearAlgebra().eigenSymmetric(a).values();
    for (int i = 0; i < n; i++) {
      assertEquals(2 - 2 * Math.cos(Math.PI * (i + 1) / (n + 1)), values[i], 20 * EPS);
    }
  }

  @ParameterizedTest
  @CsvSource({"1,1", "5,5", "12,3", "300,20"})
  void L10_leastSquaresResidualIsOrthogonalToTheColumns(int m, int n) {
    Matrix a = random(m, n, 9);
    Matrix b = random(m, 3, 10);
    Matrix x = linearAlgebra().leastSquares(a, b);
    assertTrue(largest(product(a.transpose(), minus(b, product(a, x)))) <= 50 * m * EPS);
  }

  /** The form of NIST's Wampler1: y = 1 + x + ... + x^5 on 0 ... 20, all in exact integers. */
  @Test
  void L11_leastSquaresFindsAPolynomialWithNearlyAllDigits() {
    Matrix powers = Matrix.stack(21, i -> powers(i, 5));
    Matrix y = Matrix.stack(21, i -> new double[] {Arrays.stream(powers(i, 5)).sum()});
    for (double beta : linearAlgebra().leastSquares(powers, y).data()) {
      assertEquals(1, beta, 1e-13);
    }
    Matrix units = Matrix.diagonal(0x1p-600, 0x1p600, 1, 0x1p99, 0x1p-99, 0x1p450);
    double[] beta = linearAlgebra().leastSquares(product(powers, units), y).data();
    assertArrayEquals(fill(6, 1), product(units, Matrix.column(beta)).data(), 1e-13);
  }

  @Test
  void L12_leastSquaresRefusesDependentColumns() {
    Matrix a = random(40, 5, 11);
    Matrix sum = linearAlgebra().multiply(a, Matrix.column(1, 2, 3, 4, 5));
    Matrix b = random(40, 1, 12);
    assertThrows(SingularMatrixException.class, () -> linearAlgebra().leastSquares(a.beside(sum), b));
    assertThrows(SingularMatrixException.class, () -> linearAlgebra().leastSquares(a.beside(Matrix.zeros(40, 1)), b));
    IllegalArgumentException wide = assertThrows(IllegalArgumentException.class,
        () -> linearAlgebra().leastSquares(a.transpose(), random(5, 1, 12)));
    assertTrue(wide.getMessage().startsWith("a: has 5 rows and 40 columns"), wide.getMessage());
  }

  @Test
  void L13_leastNormIsTheShortestSolution() {
    Matrix line = Matrix.of(new double[] {1, 2, 2});
    assertArrayEquals(new double[] {1, 2, 2}, linearAlgebra().leastNorm(line, Matrix.column(9), -1).x().data(), 1e-14);
    Matrix a = product(random(30, 4, 13), random(4, 10, 14));
    Matrix b = random(30, 2, 15);
    LeastNorm solution = linearAlgebra().leastNorm(a, b, -1);
    assertEquals(4, solution.rank());
    assertTrue(largest(product(a.transpose(), minus(b, product(a, solution.x())))) <= 1e-12);
    Matrix v = linearAlgebra().svd(a).v();
    Matrix inRowSpace = product(v.transpose(), solution.x());
    assertTrue(largest(inRowSpace.rows(4, 5, 6, 7, 8, 9)) <= 1e-13);
    assertEquals(1, linearAlgebra().leastNorm(Matrix.diagonal(1, 1e-3), Matrix.column(1, 1), 1e-2).rank());
  }

  @Test
  void L14_normsAreKnownAndDoNotOverflow() {
    Matrix a = Matrix.of(new double[] {3, 0}, new double[] {4, 5});
    assertEquals(Math.sqrt(50), linearAlgebra().normFrobenius(a), 2e-15);
    assertEquals(Math.sqrt(45), linearAlgebra().normSpectral(a), 5e-15);
    assertEquals(Math.sqrt(45) + Math.sqrt(5), linearAlgebra().normNuclear(a), 1e-14);
    assertEquals(5e300, linearAlgebra().normFrobenius(Matrix.of(new double[] {3e300, 4e300})), 1e286);
    assertEquals(5e-310, linearAlgebra().normFrobenius(Matrix.of(new double[] {3e-310, 4e-310})), 1e-322);
  }

  @Test
  void L15_logDetKeepsTheSign() {
    assertLogDet(Math.log(2), -1, Matrix.of(new double[] {1, 2}, new double[] {3, 4}));
    assertLogDet(0, -1, Matrix.identity(4).rows(1, 0, 2, 3));
    assertLogDet(0, 1, Matrix.identity(4).rows(1, 2, 0, 3));
    assertLogDet(Math.log(6), -1, Matrix.diagonal(-1, 2, 3));
    assertLogDet(Double.NEGATIVE_INFINITY, 0, Matrix.of(new double[] {1, 2}, new double[] {2, 4}));
    assertLogDet(2000 * Math.log(10), 1, Matrix.diagonal(fill(10, 1e200)));
    for (int n = 2; n <= 12; n++) {
      double expected = HILBERT_LOG_DET[n - 2];
      assertEquals(expected, linearAlgebra().logDet(hilbert(n)).logAbs(),
          1e-14 - expected * EPS + HILBERT_COND[n - 2] * EPS);
    }
  }

  @Test
  void L16_conditionOfHilbertMatricesIsKnown() {
    for (int n = 2; n <= 11; n++) {
      double expected = HILBERT_COND[n - 2];
      assertEquals(expected, linearAlgebra().cond(hilbert(n)), expected * (20 * EPS + expected * EPS));
    }
    assertTrue(linearAlgebra().cond(hilbert(12)) > 1e15);
    assertEquals(Double.POSITIVE_INFINITY, linearAlgebra().cond(Matrix.diagonal(1, 0)));
    assertEquals(1e8, linearAlgebra().cond(Matrix.diagonal(1e-4, 1e4)), 1e-7);
  }

  @Test
  void L17_rankCountsIndependentColumns() {
    assertEquals(0, linearAlgebra().rank(Matrix.zeros(3, 4)));
    assertEquals(7, linearAlgebra().rank(product(random(60, 7, 16), random(7, 50, 17))));
    assertEquals(50, linearAlgebra().rank(random(60, 50, 16)));
    assertEquals(2, linearAlgebra().rank(Matrix.diagonal(1, 1e-10, 0)));
  }

  @ParameterizedTest
  @CsvSource({"6,6,6", "8,5,5", "5,8,5", "20,12,4"})
  void L18_pseudoInverseHasTheFourPropertiesOfPenrose(int m, int n, int rank) {
    Matrix a = product(random(m, rank, 18), random(rank, n, 19));
    Matrix p = linearAlgebra().pseudoInverse(a, -1);
    double tolerance = 1e-12;
    assertClose(a, product(product(a, p), a), tolerance);
    assertClose(p, product(product(p, a), p), tolerance);
    assertClose(product(a, p).transpose(), product(a, p), tolerance);
    assertClose(product(p, a).transpose(), product(p, a), tolerance);
  }

  private void assertLogDet(double logAbs, int sign, Matrix a) {
    LogDet logDet = linearAlgebra().logDet(a);
    assertEquals(sign, logDet.sign());
    assertEquals(logAbs, logDet.logAbs(), 4 * EPS * Math.max(1, Math.abs(logAbs)));
  }

  static Matrix hilbert(int n) {
    return Matrix.stack(n, i -> {
      double[] row = new double[n];
      Arrays.setAll(row, j -> 1.0 / (i + j + 1));
      return row;
    });
  }

  /** Independent standard normal elements. */
  static Matrix random(int rows, int cols, long seed) {
    Random random = new Random(seed);
    Matrix m = Matrix.zeros(rows, cols);
    Arrays.setAll(m.data(), i -> random.nextGaussian());
    return m;
  }

  static Matrix positiveDefinite(int n) {
    Matrix a = random(n, n, 4);
    return plus(product(a, a.transpose()), Matrix.identity(n));
  }

  /** The product by three plain loops. */
  static Matrix product(Matrix a, Matrix b) {
    Matrix c = Matrix.zeros(a.rows(), b.cols());
    for (int i = 0; i < a.rows(); i++) {
      for (int k = 0; k < a.cols(); k++) {
        for (int j = 0; j < b.cols(); j++) {
          c.data()[i * b.cols() + j] += a.get(i, k) * b.get(k, j);
        }
      }
    }
    return c;
  }

  private static Matrix plus(Matrix a, Matrix b) {
    Matrix c = a.copy();
    Arrays.setAll(c.data(), i -> a.data()[i] + b.data()[i]);
    return c;
  }

  private static Matrix minus(Matrix a, Matrix b) {
    Matrix c = a.copy();
    Arrays.setAll(c.data(), i -> a.data()[i] - b.data()[i]);
    return c;
  }

  private static double[] powers(double x, int degree) {
    double[] powers = new double[degree + 1];
    powers[0] = 1;
    for (int i = 1; i <= degree; i++) {
      powers[i] = powers[i - 1] * x;
    }
    return powers;
  }

  private static double[] fill(int n, double value) {
    double[] values = new double[n];
    Arrays.fill(values, value);
    return values;
  }

  private static double largest(Matrix a) {
    return Arrays.stream(a.data()).map(Math::abs).max().orElse(0);
  }

  /** Same shape, and elements as near as the tolerance times the largest. */
  private static void assertClose(Matrix expected, Matrix actual, double tolerance) {
    assertEquals(expected.rows() + " x " + expected.cols(), actual.rows() + " x " + actual.cols());
    double difference = largest(minus(expected, actual));
    assertTrue(difference <= tolerance * Math.max(largest(expected), 1), () -> "differs by " + difference);
  }
}
