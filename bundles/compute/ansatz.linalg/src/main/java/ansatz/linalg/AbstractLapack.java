package ansatz.linalg;

import static ansatz.linalg.LinearAlgebra.Op.PLAIN;
import static ansatz.linalg.LinearAlgebra.Op.TRANSPOSED;

import java.util.Arrays;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * {@link LinearAlgebra} on top of a handful of BLAS and LAPACK routines, which a provider binds to a native library.
 *
 * <p>Argument checks, memory order, scaling and the decisions on rank and singularity stand here, once, so that
 * providers differ in speed and in the last bits only. The routines have the names, arguments and results of their
 * Fortran originals without the work arrays: column-major arrays with leading dimension, pivots counted from 1,
 * {@code info} returned (0 is success). Extents are positive and consistent, leading dimensions are at least 1, arrays
 * overwritten are never the caller's. Implementations must be safe for any number of threads.
 */
@ConsumerType
public abstract class AbstractLapack implements LinearAlgebra {
  /** Machine precision, the distance from 1 to the next double. */
  private static final double EPS = Math.ulp(1.0);

  /** C = alpha op(A) op(B) + beta C; op(A) [M,K], op(B) [K,N], C [M,N]; {@code trans} is N or T. */
  protected abstract void dgemm(char transA, char transB, int m, int n, int k, double alpha, double[] a, int lda,
      double[] b, int ldb, double beta, double[] c, int ldc);

  /** The {@code uplo} (L or U) triangle at least of C = A A^T (trans N, A [N,K]) or A^T A (trans T, A [K,N]). */
  protected abstract void dsyrk(char uplo, char trans, int n, int k, double[] a, int lda, double[] c, int ldc);

  /** Overwrites B [M,N] with op(A)^-1 B (side L) or B op(A)^-1 (side R); A triangular, diag U means a unit diagonal. */
  protected abstract void dtrsm(char side, char uplo, char trans, char diag, int m, int n, double[] a, int lda,
      double[] b, int ldb);

  /** P A = L U in place, A [M,N]; a positive info is the first zero pivot, counted from 1. */
  protected abstract int dgetrf(int m, int n, double[] a, int lda, int[] ipiv);

  /** A = L L^T or U^T U in place, A [N,N]; a positive info is the first leading minor that is not positive. */
  protected abstract int dpotrf(char uplo, int n, double[] a, int lda);

  /** A = Q R in place, A [M,N]: R on and above the diagonal, reflectors below with factors {@code tau}. */
  protected abstract int dgeqrf(int m, int n, double[] a, int lda, double[] tau);

  /** Overwrites C [M,N] with op(Q) C (side L) or C op(Q) (side R), Q the product of the first K reflectors in A. */
  protected abstract int dormqr(char side, char trans, int m, int n, int k, double[] a, int lda, double[] tau,
      double[] c, int ldc);

  /** Overwrites the first K reflectors in A [M,N] with the first N columns of Q. */
  protected abstract int dorgqr(int m, int n, int k, double[] a, int lda, double[] tau);

  /** Singular values, and for jobz S the thin U [M,K] and V^T [K,N], K = min(M,N), of A [M,N]; A is destroyed. */
  protected abstract int dgesdd(char jobz, int m, int n, double[] a, int lda, double[] s, double[] u, int ldu,
      double[] vt, int ldvt);

  /** Ascending eigenvalues W and eigenvectors, which overwrite A [N,N], of the symmetric A given by one triangle. */
  protected abstract int dsyevd(char uplo, int n, double[] a, int lda, double[] w);

  @Override
  public final Matrix multiply(Matrix a, Op opA, Matrix b, Op opB) {
    int m = opA == PLAIN ? a.rows() : a.cols();
    int k = opA == PLAIN ? a.cols() : a.rows();
    int n = opB == PLAIN ? b.cols() : b.rows();
    int kB = opB == PLAIN ? b.rows() : b.cols();
    if (k != kB) {
      throw new IllegalArgumentException("b: " + transposedName(opB, "b") + " has " + kB + " rows, "
          + transposedName(opA, "a") + " has " + k + " columns");
    }
    Require.finite("a", a);
    Require.finite("b", b);
    Matrix c = Matrix.zeros(m, n);
    if (m > 0 && n > 0 && k > 0) {
      // A row-major matrix is its transpose in column-major order, and C^T = op(B)^T op(A)^T.
      dgemm(trans(opB), trans(opA), n, m, k, 1, b.data(), b.cols(), a.data(), a.cols(), 0, c.data(), n);
    }
    return c;
  }

  private static String transposedName(Op op, String name) {
    return op == TRANSPOSED ? name + "^T" : name;
  }

  private static char trans(Op op) {
    return op == TRANSPOSED ? 'T' : 'N';
  }

  @Override
  public final Matrix gram(Matrix a) {
    Require.finite("a", a);
    int n = a.cols();
    Matrix g = Matrix.zeros(n, n);
    if (n > 0 && a.rows() > 0) {
      dsyrk('U', 'N', n, a.rows(), a.data(), n, g.data(), n);
      for (int i = 0; i < n; i++) {
        for (int j = 0; j < i; j++) {
          g.data()[j * n + i] = g.data()[i * n + j];
        }
      }
    }
    return g;
  }

  @Override
  public final Matrix solve(Matrix a, Matrix b) {
    Require.square("a", a);
    Require.rows("b", b, "a", a.rows());
    Require.finite("a", a);
    Require.finite("b", b);
    if (a.rows() == 0 || b.cols() == 0) {
      return Matrix.zeros(a.rows(), b.cols());
    }
    return new EquilibratedLu(this, a).solve(b);
  }

  @Override
  public final Lu lu(Matrix a) {
    Require.square("a", a);
    Require.finite("a", a);
    int n = a.rows();
    int[] pivots = new int[n];
    double[] lu = ColumnMajor.of(a);
    if (n > 0) {
      dgetrf(n, n, lu, n, pivots);
    }
    for (int i = 0; i < n; i++) {
      pivots[i]--;
    }
    return new Lu(ColumnMajor.matrix(n, n, lu), pivots);
  }

  @Override
  public final Cholesky cholesky(Matrix a) {
    Require.square("a", a);
    Require.finiteLower("a", a);
    int n = a.rows();
    Matrix lower = Matrix.zeros(n, n);
    for (int i = 0; i < n; i++) {
      System.arraycopy(a.data(), i * n, lower.data(), i * n, i + 1);
    }
    // The row-major lower triangle is the column-major upper one, and L^T its Cholesky factor.
    int minor = n == 0 ? 0 : dpotrf('U', n, lower.data(), n);
    if (minor > 0) {
      throw new SingularMatrixException(
          "a: is not positive definite at working precision, its leading minor of order " + minor + " is not positive");
    }
    return new CholeskyFactor(this, lower);
  }

  @Override
  public final Qr qr(Matrix a) {
    Require.finite("a", a);
    int m = a.rows();
    int n = a.cols();
    int k = Math.min(m, n);
    if (k == 0) {
      return new Qr(Matrix.zeros(m, 0), Matrix.zeros(0, n));
    }
    double[] qr = ColumnMajor.of(a);
    double[] tau = new double[k];
    dgeqrf(m, n, qr, m, tau);
    Matrix r = Matrix.zeros(k, n);
    for (int i = 0; i < k; i++) {
      for (int j = i; j < n; j++) {
        r.data()[i * n + j] = qr[j * m + i];
      }
    }
    double[] q = Arrays.copyOf(qr, m * k);
    dorgqr(m, k, k, q, m, tau);
    return new Qr(ColumnMajor.matrix(m, k, q), r);
  }

  @Override
  public final Svd svd(Matrix a) {
    Require.finite("a", a);
    int m = a.rows();
    int n = a.cols();
    int k = Math.min(m, n);
    double[] s = new double[k];
    double[] u = new double[m * k];
    double[] v = new double[n * k];
    if (k > 0) {
      // In column-major order the array is A^T = V S U^T: V comes as [N,K], U^T as [K,M], which is U in row-major.
      converged("svd", dgesdd('S', n, m, a.data().clone(), n, s, v, n, u, k));
    }
    return new Svd(new Matrix(m, k, u), s, ColumnMajor.matrix(n, k, v));
  }

  private double[] singularValues(Matrix a) {
    Require.finite("a", a);
    double[] s = new double[Math.min(a.rows(), a.cols())];
    if (s.length > 0) {
      converged("svd", dgesdd('N', a.cols(), a.rows(), a.data().clone(), a.cols(), s, new double[1], 1, new double[1],
          1));
    }
    return s;
  }

  @Override
  public final Eigen eigenSymmetric(Matrix a) {
    Require.square("a", a);
    Require.finiteLower("a", a);
    int n = a.rows();
    double[] values = new double[n];
    double[] vectors = a.data().clone();
    if (n > 0) {
      converged("eigenSymmetric", dsyevd('U', n, vectors, n, values));
    }
    return new Eigen(values, ColumnMajor.matrix(n, n, vectors));
  }

  private static void converged(String method, int info) {
    if (info > 0) {
      throw new ArithmeticException(method + ": the iteration did not converge for " + info + " values");
    }
  }

  @Override
  public final Matrix leastSquares(Matrix a, Matrix b) {
    Require.rows("b", b, "a", a.rows());
    if (a.rows() < a.cols()) {
      throw new IllegalArgumentException("a: has " + a.rows() + " rows and " + a.cols()
          + " columns, least squares needs at least as many rows as columns; leastNorm takes any shape");
    }
    Require.finite("a", a);
    Require.finite("b", b);
    if (a.cols() == 0 || b.cols() == 0) {
      return Matrix.zeros(a.cols(), b.cols());
    }
    return new RefinedLeastSquares(this, a, b).solve();
  }

  @Override
  public final LeastNorm leastNorm(Matrix a, Matrix b, double rcond) {
    Require.rows("b", b, "a", a.rows());
    Require.finite("b", b);
    Svd svd = svd(a);
    int rank = rank(svd.s(), threshold(a, rcond));
    Matrix c = multiply(svd.u(), TRANSPOSED, b, PLAIN);
    divideRows(c, svd.s(), rank);
    return new LeastNorm(multiply(svd.v(), c), rank);
  }

  @Override
  public final Matrix pseudoInverse(Matrix a, double rcond) {
    Svd svd = svd(a);
    Matrix ut = svd.u().transpose();
    divideRows(ut, svd.s(), rank(svd.s(), threshold(a, rcond)));
    return multiply(svd.v(), ut);
  }

  /** Row i of C over s_i for i below the rank, 0 from there on. */
  private static void divideRows(Matrix c, double[] s, int rank) {
    for (int i = 0; i < c.rows(); i++) {
      for (int j = 0; j < c.cols(); j++) {
        c.data()[i * c.cols() + j] = i < rank ? c.get(i, j) / s[i] : 0;
      }
    }
  }

  /** The share of the largest singular value up to which one counts as zero. */
  private static double threshold(Matrix a, double rcond) {
    if (Double.isNaN(rcond)) {
      throw new IllegalArgumentException("rcond: is NaN");
    }
    return rcond < 0 ? Math.max(a.rows(), a.cols()) * EPS : rcond;
  }

  private static int rank(double[] s, double threshold) {
    int rank = 0;
    while (rank < s.length && s[rank] > 0 && s[rank] > threshold * s[0]) {
      rank++;
    }
    return rank;
  }

  @Override
  public final int rank(Matrix a) {
    return rank(singularValues(a), threshold(a, -1));
  }

  @Override
  public final double normFrobenius(Matrix a) {
    Require.finite("a", a);
    double max = ColumnMajor.maxAbs(a.data(), 0, a.data().length);
    if (max == 0) {
      return 0;
    }
    int exponent = ColumnMajor.exponent(max);
    double squares = 0;
    for (double v : a.data()) {
      double scaled = Math.scalb(v, -exponent);
      squares += scaled * scaled;
    }
    return Math.scalb(Math.sqrt(squares), exponent);
  }

  @Override
  public final double normSpectral(Matrix a) {
    double[] s = singularValues(a);
    return s.length == 0 ? 0 : s[0];
  }

  @Override
  public final double normNuclear(Matrix a) {
    double sum = 0;
    for (double s : singularValues(a)) {
      sum += s;
    }
    return sum;
  }

  @Override
  public final double cond(Matrix a) {
    double[] s = singularValues(a);
    if (s.length == 0) {
      return 1;
    }
    double smallest = s[s.length - 1];
    return smallest == 0 ? Double.POSITIVE_INFINITY : s[0] / smallest;
  }

  @Override
  public final LogDet logDet(Matrix a) {
    Lu lu = lu(a);
    double logAbs = 0;
    int sign = 1;
    for (int i = 0; i < a.rows(); i++) {
      double pivot = lu.lu().get(i, i);
      if (pivot == 0) {
        return new LogDet(Double.NEGATIVE_INFINITY, 0);
      }
      logAbs += Math.log(Math.abs(pivot));
      sign *= (pivot < 0) == (lu.pivots()[i] == i) ? -1 : 1;
    }
    return new LogDet(logAbs, sign);
  }
}
