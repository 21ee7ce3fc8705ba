package ansatz.linalg;

import java.util.Arrays;

/**
 * Matrix-vector products as accurate as if computed in twice the working precision and then rounded (Ogita, Rump and
 * Oishi 2005, algorithm Dot2).
 *
 * <p>Every product a x is split without error into p = fl(a x) and fma(a, x, -p), every sum by Knuth's TwoSum; the
 * errors are summed apart and added at the end. A [M,N] is column-major with leading dimension M. Rows are handled in
 * blocks of independent sums, so that the loops become vector instructions. Cost: 10 flops an element.
 */
final class CompensatedProduct {
  private static final int BLOCK = 256;

  private CompensatedProduct() {}

  /** out = b - r - A x; b, r, out [M] from {@code offset} on, x [N] from {@code offsetX} on. */
  static void residual(int m, int n, double[] a, double[] b, double[] r, int offset, double[] x, int offsetX,
      double[] out) {
    double[] sum = new double[BLOCK];
    double[] error = new double[BLOCK];
    for (int start = 0; start < m; start += BLOCK) {
      int length = Math.min(BLOCK, m - start);
      System.arraycopy(b, offset + start, sum, 0, length);
      Arrays.fill(error, 0);
      addProducts(length, -1, r, offset + start, sum, error);
      for (int j = 0; j < n; j++) {
        addProducts(length, -x[offsetX + j], a, j * m + start, sum, error);
      }
      for (int i = 0; i < length; i++) {
        out[offset + start + i] = sum[i] + error[i];
      }
    }
  }

  /** out = -A^T r; r [M] from {@code offset} on, out [N] from {@code offsetX} on. */
  static void transposed(int m, int n, double[] a, double[] r, int offset, double[] out, int offsetX) {
    double[] sum = new double[BLOCK];
    double[] error = new double[BLOCK];
    for (int j = 0; j < n; j++) {
      Arrays.fill(sum, 0);
      Arrays.fill(error, 0);
      for (int start = 0; start < m; start += BLOCK) {
        addProducts(Math.min(BLOCK, m - start), r, offset + start, a, j * m + start, sum, error);
      }
      out[offsetX + j] = -total(sum, error, Math.min(m, BLOCK));
    }
  }

  /** sum_i + error_i grows by factor * v_i. */
  private static void addProducts(int length, double factor, double[] v, int offset, double[] sum, double[] error) {
    for (int i = 0; i < length; i++) {
      double p = factor * v[offset + i];
      double s = sum[i] + p;
      double z = s - sum[i];
      error[i] += Math.fma(factor, v[offset + i], -p) + ((sum[i] - (s - z)) + (p - z));
      sum[i] = s;
    }
  }

  /** sum_i + error_i grows by u_i * v_i. */
  private static void addProducts(int length, double[] u, int offsetU, double[] v, int offsetV, double[] sum,
      double[] error) {
    for (int i = 0; i < length; i++) {
      double p = u[offsetU + i] * v[offsetV + i];
      double s = sum[i] + p;
      double z = s - sum[i];
      error[i] += Math.fma(u[offsetU + i], v[offsetV + i], -p) + ((sum[i] - (s - z)) + (p - z));
      sum[i] = s;
    }
  }

  private static double total(double[] sum, double[] error, int length) {
    double total = 0;
    double rest = 0;
    for (int i = 0; i < length; i++) {
      double s = total + sum[i];
      double z = s - total;
      rest += (total - (s - z)) + (sum[i] - z) + error[i];
      total = s;
    }
    return total + rest;
  }
}
