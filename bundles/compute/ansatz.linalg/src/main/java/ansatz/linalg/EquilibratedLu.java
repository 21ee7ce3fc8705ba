package ansatz.linalg;

/**
 * A X = B by LU with partial pivoting of the equilibrated matrix: rows and columns are first scaled by powers of two to
 * a largest element between 1 and 2, which is exact and leaves only the intrinsic conditioning.
 *
 * <p>A counts as singular when a pivot is 0 or the estimated reciprocal condition number (1-norm) of the equilibrated
 * matrix is below the unit roundoff 2^-53, the rule of LAPACK's dgesvx. Cost: 2N^3/3 + 2N^2 K flops, and about 20 N^2
 * for the estimate.
 */
final class EquilibratedLu {
  private static final double UNIT_ROUNDOFF = 0x1p-53;

  private final AbstractLapack lapack;
  private final int n;
  private final int[] rowExponents;
  private final int[] columnExponents;
  private final double[] lu;
  private final int[] pivots;

  EquilibratedLu(AbstractLapack lapack, Matrix a) {
    this.lapack = lapack;
    n = a.rows();
    lu = ColumnMajor.of(a);
    rowExponents = rowExponents(a);
    columnExponents = new int[n];
    for (int j = 0; j < n; j++) {
      scaleColumn(j);
    }
    double norm = norm1();
    pivots = new int[n];
    int zeroPivot = lapack.dgetrf(n, n, lu, n, pivots);
    if (zeroPivot > 0) {
      throw new SingularMatrixException("a: is singular, pivot " + (zeroPivot - 1) + " is 0");
    }
    double reciprocalCondition = 1 / norm / InverseNormEstimate.of(n, this::solveVector);
    if (reciprocalCondition < UNIT_ROUNDOFF) {
      throw new SingularMatrixException(
          "a: is singular at working precision, reciprocal condition number " + reciprocalCondition);
    }
  }

  /** X [N,K]. */
  Matrix solve(Matrix b) {
    int k = b.cols();
    double[] x = ColumnMajor.of(b);
    for (int c = 0; c < k; c++) {
      for (int i = 0; i < n; i++) {
        x[c * n + i] = Math.scalb(x[c * n + i], -rowExponents[i]);
      }
    }
    solveColumns(false, x, k);
    for (int c = 0; c < k; c++) {
      for (int i = 0; i < n; i++) {
        x[c * n + i] = Math.scalb(x[c * n + i], -columnExponents[i]);
      }
    }
    return ColumnMajor.matrix(n, k, x);
  }

  private void solveVector(boolean transposed, double[] x) {
    solveColumns(transposed, x, 1);
  }

  private void solveColumns(boolean transposed, double[] x, int k) {
    if (transposed) {
      lapack.dtrsm('L', 'U', 'T', 'N', n, k, lu, n, x, n);
      lapack.dtrsm('L', 'L', 'T', 'U', n, k, lu, n, x, n);
      for (int i = n - 1; i >= 0; i--) {
        swapRows(x, k, i, pivots[i] - 1);
      }
    } else {
      for (int i = 0; i < n; i++) {
        swapRows(x, k, i, pivots[i] - 1);
      }
      lapack.dtrsm('L', 'L', 'N', 'U', n, k, lu, n, x, n);
      lapack.dtrsm('L', 'U', 'N', 'N', n, k, lu, n, x, n);
    }
  }

  private void swapRows(double[] x, int k, int i, int j) {
    for (int c = 0; c < k && i != j; c++) {
      double swap = x[c * n + i];
      x[c * n + i] = x[c * n + j];
      x[c * n + j] = swap;
    }
  }

  private static int[] rowExponents(Matrix a) {
    int[] exponents = new int[a.rows()];
    for (int i = 0; i < a.rows(); i++) {
      double max = ColumnMajor.maxAbs(a.data(), i * a.cols(), a.cols());
      if (max == 0) {
        throw new SingularMatrixException("a: is singular, row " + i + " is 0");
      }
      exponents[i] = ColumnMajor.exponent(max);
    }
    return exponents;
  }

  /** Scales by row and column at once: row by row first could underflow. */
  private void scaleColumn(int j) {
    int largest = Integer.MIN_VALUE;
    for (int i = 0; i < n; i++) {
      double v = lu[j * n + i];
      largest = v == 0 ? largest : Math.max(largest, ColumnMajor.exponent(v) - rowExponents[i]);
    }
    if (largest == Integer.MIN_VALUE) {
      throw new SingularMatrixException("a: is singular, column " + j + " is 0");
    }
    columnExponents[j] = largest;
    for (int i = 0; i < n; i++) {
      lu[j * n + i] = Math.scalb(lu[j * n + i], -rowExponents[i] - largest);
    }
  }

  private double norm1() {
    double norm = 0;
    for (int j = 0; j < n; j++) {
      norm = Math.max(norm, ColumnMajor.sumAbs(lu, j * n, n));
    }
    return norm;
  }
}
