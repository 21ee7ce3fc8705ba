package ansatz.linalg;

import org.osgi.annotation.versioning.ProviderType;

/**
 * Dense linear algebra in float64, a service: several providers live side by side and a run leases one.
 *
 * <p>Every method is pure: arguments are only read, results are new. A provider is safe for use by any number of
 * threads. Arguments must be finite: NaN and infinity, like shapes that do not fit, give an
 * {@link IllegalArgumentException} that names the argument. Empty matrices (a zero extent) are allowed where the result
 * is defined: sums over nothing are 0, products over nothing 1. Matrices that are numerically singular where the method
 * needs a regular one give a {@link SingularMatrixException}, never garbage. Cost is given in flops.
 */
@ProviderType
public interface LinearAlgebra {
  /** Whether an argument of a product enters as it is or transposed. */
  enum Op {
    PLAIN, TRANSPOSED
  }

  /** C = op(A) op(B); op(A) [M,K], op(B) [K,N], C [M,N]; 2MNK flops. */
  Matrix multiply(Matrix a, Op opA, Matrix b, Op opB);

  /** C = A B; A [M,K], B [K,N], C [M,N]. */
  default Matrix multiply(Matrix a, Matrix b) {
    return multiply(a, Op.PLAIN, b, Op.PLAIN);
  }

  /** y = A x; A [M,N], x [N], y [M]. */
  default double[] multiply(Matrix a, double[] x) {
    return multiply(a, Op.PLAIN, Matrix.column(x), Op.PLAIN).data();
  }

  /** G = A^T A, exactly symmetric; A [M,N], G [N,N]; about MN^2 flops. */
  Matrix gram(Matrix a);

  /**
   * X with A X = B by LU with partial pivoting of the equilibrated A; A [N,N], B [N,K], X [N,K]; 2N^3/3 flops.
   *
   * @throws SingularMatrixException when the reciprocal condition number of the equilibrated A is below 2^-53
   */
  Matrix solve(Matrix a, Matrix b);

  /** P A = L U with partial pivoting; A [N,N]. Exists for singular A too. */
  Lu lu(Matrix a);

  /** Lower L [N,N] with A = L L^T for symmetric positive definite A [N,N] (only its lower triangle is read); N^3/3. */
  Cholesky cholesky(Matrix a);

  /** Thin A = Q R; A [M,N], K = min(M,N), Q [M,K], R [K,N]; 2MN^2 flops. */
  Qr qr(Matrix a);

  /** Thin A = U S V^T with descending singular values; U [M,K], S [K], V [N,K], K = min(M,N). */
  Svd svd(Matrix a);

  /** A = V diag(lambda) V^T for symmetric A [N,N] (only its lower triangle is read), lambda ascending; V [N,N]. */
  Eigen eigenSymmetric(Matrix a);

  /**
   * x = argmin |A x - b|_2 for full column rank by Householder QR; A [M,N] with M &gt;= N, B [M,K], X [N,K]; 2MN^2.
   *
   * <p>Columns are scaled to about unit length first and the solution is refined with residuals of twice the working
   * precision, so that nearly all digits that A and b determine are right, whatever the units of measurement.
   *
   * @throws SingularMatrixException when A has not full column rank at working precision
   */
  Matrix leastSquares(Matrix a, Matrix b);

  /**
   * The solution of least norm among all that minimise |A x - b|_2, by SVD, for any shape and rank; singular values
   * below {@code rcond} times the largest count as zero ({@code rcond < 0}: max(M,N) times machine precision).
   */
  LeastNorm leastNorm(Matrix a, Matrix b, double rcond);

  /** Frobenius norm, sqrt(sum A_ij^2), without overflow. */
  double normFrobenius(Matrix a);

  /** Spectral norm sigma_1; 0 for an empty matrix. */
  double normSpectral(Matrix a);

  /** Nuclear norm, the sum of the singular values. */
  double normNuclear(Matrix a);

  /** log |det A| with the sign of det A; (-infinity, 0) where A is exactly singular, (0, 1) for an empty A. */
  LogDet logDet(Matrix a);

  /** Condition number sigma_max / sigma_min; infinity where sigma_min is 0, 1 for an empty matrix. */
  double cond(Matrix a);

  /** Numerical rank: singular values above max(M,N) eps sigma_1. */
  int rank(Matrix a);

  /** Moore-Penrose inverse A^+ [N,M] by SVD, with the threshold of {@link #leastNorm}. */
  Matrix pseudoInverse(Matrix a, double rcond);

  /** A^-1 [N,N]. Prefer {@link #solve}. */
  default Matrix inverse(Matrix a) {
    return solve(a, Matrix.identity(a.rows()));
  }

  /** P A = L U: {@code lu} [N,N] holds L below the diagonal (unit diagonal) and U above, {@code pivots} [N] the row that was swapped with row i. */
  record Lu(Matrix lu, int[] pivots) {}

  /** A = L L^T. */
  interface Cholesky {
    /** Lower triangular L [N,N], zeros above. */
    Matrix lower();

    /** X with A X = B; B [N,K]; 2N^2 K flops. */
    Matrix solve(Matrix b);

    /** Y with L Y = B. */
    Matrix solveLower(Matrix b);

    /** log det A = 2 sum log L_ii. */
    double logDet();
  }

  /** A = Q R with orthonormal columns of Q [M,K] and upper triangular R [K,N]. */
  record Qr(Matrix q, Matrix r) {}

  /** A = U diag(s) V^T, s descending. */
  record Svd(Matrix u, double[] s, Matrix v) {}

  /** A = V diag(values) V^T, values ascending, eigenvectors in the columns of V. */
  record Eigen(double[] values, Matrix vectors) {}

  /** x [N,K] of least norm and the numerical rank that was used. */
  record LeastNorm(Matrix x, int rank) {}

  /** log |det A| and the sign of det A (-1, 0, 1). */
  record LogDet(double logAbs, int sign) {}
}
