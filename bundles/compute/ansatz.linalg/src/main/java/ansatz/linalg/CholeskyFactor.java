package ansatz.linalg;

/**
 * A = L L^T, kept as the row-major L, which is the upper triangular L^T to the column-major routines.
 */
final class CholeskyFactor implements LinearAlgebra.Cholesky {
  private final AbstractLapack lapack;
  private final Matrix lower;

  CholeskyFactor(AbstractLapack lapack, Matrix lower) {
    this.lapack = lapack;
    this.lower = lower;
  }

  @Override
  public Matrix lower() {
    return lower;
  }

  /** L L^T X = B is X^T L L^T = B^T, and B^T is what the row-major B is to the routines. */
  @Override
  public Matrix solve(Matrix b) {
    Matrix x = solveLower(b);
    divide('T', x);
    return x;
  }

  @Override
  public Matrix solveLower(Matrix b) {
    Require.rows("b", b, "the factor", lower.rows());
    Require.finite("b", b);
    Matrix y = b.copy();
    divide('N', y);
    return y;
  }

  private void divide(char trans, Matrix x) {
    if (x.data().length > 0) {
      lapack.dtrsm('R', 'U', trans, 'N', x.cols(), x.rows(), lower.data(), lower.rows(), x.data(), x.cols());
    }
  }

  @Override
  public double logDet() {
    double sum = 0;
    for (int i = 0; i < lower.rows(); i++) {
      sum += Math.log(lower.get(i, i));
    }
    return 2 * sum;
  }
}
