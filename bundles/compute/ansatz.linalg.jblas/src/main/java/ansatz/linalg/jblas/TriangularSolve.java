package ansatz.linalg.jblas;

/**
 * X with op(A) X = B or X op(A) = B for triangular A, by recursion: solve for one half of the unknowns, subtract their
 * part from the rest of B with one matrix product, solve for the other half.
 *
 * <p>With T = op(A) = [T11 0; T21 T22] lower triangular,
 *
 * <p>$$ X_1 = T_{11}^{-1} B_1, \qquad X_2 = T_{22}^{-1} (B_2 - T_{21} X_1) . $$
 *
 * <p>Shapes: A [N,N], B and X [N,K], column-major. Cost: N^2 K flops, nearly all of them in the products.
 */
final class TriangularSolve {
  /** Below this order, and for fewer columns than {@link #FEW}, plain substitution is faster than copying. */
  private static final int SMALL = 48;
  private static final int FEW = 4;

  private final JblasLinearAlgebra blas;
  private final boolean upper;
  private final boolean transposed;
  private final boolean unitDiagonal;
  private final double[] a;
  private final int lda;

  TriangularSolve(JblasLinearAlgebra blas, char uplo, char trans, char diag, double[] a, int lda) {
    this.blas = blas;
    upper = uplo == 'U';
    transposed = trans == 'T';
    unitDiagonal = diag == 'U';
    this.a = a;
    this.lda = lda;
  }

  /** Overwrites B [M,N]: op(A)^-1 B for side L, B op(A)^-1 for side R. */
  void apply(char side, int m, int n, double[] b, int ldb) {
    if (side == 'L') {
      solve(0, m, n, b, ldb);
    } else {
      // X op(A) = B is op(A)^T X^T = B^T.
      double[] bt = transpose(m, n, b, ldb);
      new TriangularSolve(blas, upper ? 'U' : 'L', transposed ? 'N' : 'T', unitDiagonal ? 'U' : 'N', a, lda).solve(0, n,
          m,
          bt, n);
      for (int j = 0; j < n; j++) {
        for (int i = 0; i < m; i++) {
          b[j * ldb + i] = bt[i * n + j];
        }
      }
    }
  }

  /** Solves for the unknowns {@code from} to {@code to}, exclusive. */
  private void solve(int from, int to, int k, double[] b, int ldb) {
    if (to - from <= SMALL || k < FEW) {
      for (int c = 0; c < k; c++) {
        substitute(from, to, b, c * ldb);
      }
      return;
    }
    int middle = (from + to) >>> 1;
    if (isForward()) {
      solve(from, middle, k, b, ldb);
      subtractProduct(middle, to, from, middle, k, b, ldb);
      solve(middle, to, k, b, ldb);
    } else {
      solve(middle, to, k, b, ldb);
      subtractProduct(from, middle, middle, to, k, b, ldb);
      solve(from, middle, k, b, ldb);
    }
  }

  /** Whether op(A) is lower triangular. */
  private boolean isForward() {
    return upper == transposed;
  }

  /** B[row ... rowEnd) -= op(A)[row ... rowEnd, col ... colEnd) B[col ... colEnd). */
  private void subtractProduct(int row, int rowEnd, int col, int colEnd, int k, double[] b, int ldb) {
    int rows = rowEnd - row;
    int cols = colEnd - col;
    double[] block = transposed ? copy(a, lda, col, cols, row, rows) : copy(a, lda, row, rows, col, cols);
    double[] known = copy(b, ldb, col, cols, 0, k);
    double[] rest = copy(b, ldb, row, rows, 0, k);
    blas.dgemm(transposed ? 'T' : 'N', 'N', rows, k, cols, -1, block, transposed ? cols : rows, known, cols, 1, rest,
        rows);
    for (int c = 0; c < k; c++) {
      System.arraycopy(rest, c * rows, b, c * ldb + row, rows);
    }
  }

  private void substitute(int from, int to, double[] b, int offset) {
    if (transposed) {
      for (int step = 0; step < to - from; step++) {
        int i = isForward() ? from + step : to - 1 - step;
        int start = isForward() ? from : i + 1;
        int end = isForward() ? i : to;
        double sum = b[offset + i];
        for (int l = start; l < end; l++) {
          sum -= a[i * lda + l] * b[offset + l];
        }
        b[offset + i] = unitDiagonal ? sum : sum / a[i * lda + i];
      }
    } else {
      for (int step = 0; step < to - from; step++) {
        int j = isForward() ? from + step : to - 1 - step;
        int start = isForward() ? j + 1 : from;
        int end = isForward() ? to : j;
        double x = unitDiagonal ? b[offset + j] : b[offset + j] / a[j * lda + j];
        b[offset + j] = x;
        for (int l = start; l < end; l++) {
          b[offset + l] -= x * a[j * lda + l];
        }
      }
    }
  }

  private static double[] copy(double[] from, int ld, int row, int rows, int col, int cols) {
    double[] to = new double[rows * cols];
    for (int j = 0; j < cols; j++) {
      System.arraycopy(from, (col + j) * ld + row, to, j * rows, rows);
    }
    return to;
  }

  private static double[] transpose(int rows, int cols, double[] from, int ld) {
    double[] to = new double[rows * cols];
    for (int j = 0; j < cols; j++) {
      for (int i = 0; i < rows; i++) {
        to[i * cols + j] = from[j * ld + i];
      }
    }
    return to;
  }
}
