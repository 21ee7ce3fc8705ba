package ansatz.linalg;

/**
 * x = argmin |A x - b|_2 by Householder QR with iterative refinement of the augmented system (Bjorck 1967).
 *
 * <p>Minimising is solving r + A x = b, A^T r = 0. After the QR solution the defects f = b - r - A x and g = -A^T r are
 * computed in twice the working precision ({@link CompensatedProduct}) and corrected with the same Q and R: with
 * [c; d] = Q^T f and h = R^-T g, the corrections are dx = R^-1 (c - h) and dr = Q [h; d]. Each round gains about
 * -log10(cond eps) digits, until x is the rounded solution for the given A and b.
 *
 * <p>Columns of A and B are first scaled by powers of two (exact) to a norm between 1/2 and 2, so that units of
 * measurement cost no digits. A column of A counts as dependent when the estimated reciprocal condition number of R
 * (1-norm) is below sqrt(M N) 2^-53. Cost: 2MN^2 flops for QR and one to three rounds of about 30MN flops a column
 * of B.
 */
final class RefinedLeastSquares {
  private static final double UNIT_ROUNDOFF = 0x1p-53;
  private static final int MAX_ROUNDS = 3;

  private final AbstractLapack lapack;
  private final int m;
  private final int n;
  private final int k;
  private final double[] a;
  private final int[] exponentsA;
  private final double[] b;
  private final int[] exponentsB;
  private final double[] qr;
  private final double[] tau;

  RefinedLeastSquares(AbstractLapack lapack, Matrix a, Matrix b) {
    this.lapack = lapack;
    m = a.rows();
    n = a.cols();
    k = b.cols();
    this.a = ColumnMajor.of(a);
    exponentsA = scaleColumns(this.a, n);
    for (int j = 0; j < n; j++) {
      if (exponentsA[j] == Integer.MIN_VALUE) {
        throw new SingularMatrixException("a: has not full column rank, column " + j + " is 0");
      }
    }
    this.b = ColumnMajor.of(b);
    exponentsB = scaleColumns(this.b, k);
    qr = this.a.clone();
    tau = new double[n];
    lapack.dgeqrf(m, n, qr, m, tau);
    requireFullRank();
  }

  /** X [N,K]. */
  Matrix solve() {
    double[] x = new double[n * k];
    double[] r = new double[m * k];
    double[] dx = new double[n * k];
    double[] dr = b.clone();
    correct(dr, new double[n * k], dx);
    add(x, dx);
    add(r, dr);
    double previous = Double.POSITIVE_INFINITY;
    double contraction = 1;
    for (int round = 0; round < MAX_ROUNDS; round++) {
      double[] f = dr;
      double[] g = new double[n * k];
      for (int c = 0; c < k; c++) {
        CompensatedProduct.residual(m, n, a, b, r, c * m, x, c * n, f);
        CompensatedProduct.transposed(m, n, a, r, c * m, g, c * n);
      }
      correct(f, g, dx);
      double size = normwise(dx, x);
      if (!(size < previous / 2)) {
        break;
      }
      // A round leaves about the share of the error that the first one found: is the next one below a rounding?
      contraction = round == 0 ? size : contraction;
      boolean settled = elementwise(dx, x) * contraction < UNIT_ROUNDOFF;
      add(x, dx);
      add(r, dr);
      if (settled) {
        break;
      }
      previous = size;
    }
    return unscaled(x);
  }

  /** Solves dr + A dx = f, A^T dr = g; f is overwritten with dr, g with R^-T g. */
  private void correct(double[] f, double[] g, double[] dx) {
    lapack.dtrsm('L', 'U', 'T', 'N', n, k, qr, m, g, n);
    lapack.dormqr('L', 'T', m, k, n, qr, m, tau, f, m);
    for (int c = 0; c < k; c++) {
      for (int i = 0; i < n; i++) {
        dx[c * n + i] = f[c * m + i] - g[c * n + i];
        f[c * m + i] = g[c * n + i];
      }
    }
    lapack.dtrsm('L', 'U', 'N', 'N', n, k, qr, m, dx, n);
    lapack.dormqr('L', 'N', m, k, n, qr, m, tau, f, m);
  }

  private void requireFullRank() {
    double norm = 0;
    for (int j = 0; j < n; j++) {
      if (qr[j * m + j] == 0) {
        throw new SingularMatrixException("a: has not full column rank, column " + j + " depends on those before it");
      }
      norm = Math.max(norm, ColumnMajor.sumAbs(qr, j * m, j + 1));
    }
    double inverseNorm = InverseNormEstimate.of(n,
        (transposed, x) -> lapack.dtrsm('L', 'U', transposed ? 'T' : 'N', 'N', n, 1, qr, m, x, n));
    double reciprocalCondition = 1 / norm / inverseNorm;
    if (reciprocalCondition < Math.sqrt((double) m * n) * UNIT_ROUNDOFF) {
      throw new SingularMatrixException(
          "a: has not full column rank at working precision, reciprocal condition number " + reciprocalCondition);
    }
  }

  /** Scales each of the columns by a power of two and returns the exponents; MIN_VALUE marks a zero column. */
  private int[] scaleColumns(double[] columns, int count) {
    int[] exponents = new int[count];
    for (int j = 0; j < count; j++) {
      double max = ColumnMajor.maxAbs(columns, j * m, m);
      if (max == 0) {
        exponents[j] = Integer.MIN_VALUE;
        continue;
      }
      int e = ColumnMajor.exponent(max);
      ColumnMajor.scale(columns, j * m, m, -e);
      double squares = 0;
      for (int i = j * m; i < (j + 1) * m; i++) {
        squares += columns[i] * columns[i];
      }
      int norm = ColumnMajor.exponent(Math.sqrt(squares));
      ColumnMajor.scale(columns, j * m, m, -norm);
      exponents[j] = e + norm;
    }
    return exponents;
  }

  private Matrix unscaled(double[] x) {
    for (int c = 0; c < k; c++) {
      for (int j = 0; j < n && exponentsB[c] != Integer.MIN_VALUE; j++) {
        x[c * n + j] = Math.scalb(x[c * n + j], exponentsB[c] - exponentsA[j]);
      }
    }
    return ColumnMajor.matrix(n, k, x);
  }

  /** max over the columns of |dx|_inf / |x|_inf. */
  private double normwise(double[] dx, double[] x) {
    double size = 0;
    for (int c = 0; c < k; c++) {
      double step = ColumnMajor.maxAbs(dx, c * n, n);
      size = step == 0 ? size : Math.max(size, step / ColumnMajor.maxAbs(x, c * n, n));
    }
    return size;
  }

  /** max |dx_i| / |x_i|. */
  private static double elementwise(double[] dx, double[] x) {
    double size = 0;
    for (int i = 0; i < x.length; i++) {
      size = dx[i] == 0 ? size : Math.max(size, Math.abs(dx[i]) / Math.abs(x[i]));
    }
    return size;
  }

  private static void add(double[] to, double[] step) {
    for (int i = 0; i < to.length; i++) {
      to[i] += step[i];
    }
  }
}
