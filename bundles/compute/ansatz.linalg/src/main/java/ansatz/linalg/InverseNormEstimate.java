package ansatz.linalg;

import java.util.Arrays;

/**
 * Estimates |A^-1|_1 from a few solves with A and A^T (Higham 1988, algorithm 4.1; LAPACK's dlacn2).
 *
 * <p>A lower bound, almost always within a factor 3. Cost: at most 11 solves.
 */
final class InverseNormEstimate {
  private static final int MAX_ITERATIONS = 5;

  private InverseNormEstimate() {}

  /** Overwrites a vector x [N] with A^-1 x, or A^-T x. */
  interface Inverse {
    void apply(boolean transposed, double[] x);
  }

  /** The estimate; infinity where a solve overflows. */
  static double of(int n, Inverse inverse) {
    double[] x = new double[n];
    Arrays.fill(x, 1.0 / n);
    inverse.apply(false, x);
    double estimate = ColumnMajor.sumAbs(x, 0, n);
    if (n == 1 || !Double.isFinite(estimate)) {
      return finiteOrInfinity(estimate);
    }
    estimate = Math.max(climb(n, inverse, x, estimate), alternating(n, inverse));
    return finiteOrInfinity(estimate);
  }

  /** Walks from unit vector to unit vector along the subgradient of |A^-1 x|_1, a convex function of x. */
  private static double climb(int n, Inverse inverse, double[] x, double start) {
    double estimate = start;
    double[] signs = signs(x);
    int previous = -1;
    for (int iteration = 0; iteration < MAX_ITERATIONS; iteration++) {
      double[] gradient = signs.clone();
      inverse.apply(true, gradient);
      int largest = largest(gradient);
      if (largest == previous) {
        return estimate;
      }
      previous = largest;
      Arrays.fill(x, 0);
      x[largest] = 1;
      inverse.apply(false, x);
      double next = ColumnMajor.sumAbs(x, 0, n);
      double[] nextSigns = signs(x);
      if (!(next > estimate) || Arrays.equals(nextSigns, signs)) {
        return Double.isNaN(next) ? next : Math.max(next, estimate);
      }
      estimate = next;
      signs = nextSigns;
    }
    return estimate;
  }

  /** A vector of growing values with alternating signs catches the matrices on which the climb cancels out. */
  private static double alternating(int n, Inverse inverse) {
    double[] x = new double[n];
    for (int i = 0; i < n; i++) {
      x[i] = (i % 2 == 0 ? 1 : -1) * (1 + i / (n - 1.0));
    }
    inverse.apply(false, x);
    return 2 * ColumnMajor.sumAbs(x, 0, n) / (3.0 * n);
  }

  private static double[] signs(double[] x) {
    double[] signs = new double[x.length];
    Arrays.setAll(signs, i -> x[i] >= 0 ? 1 : -1);
    return signs;
  }

  private static int largest(double[] x) {
    int largest = 0;
    for (int i = 1; i < x.length; i++) {
      if (Math.abs(x[i]) > Math.abs(x[largest])) {
        largest = i;
      }
    }
    return largest;
  }

  private static double finiteOrInfinity(double estimate) {
    return Double.isFinite(estimate) ? estimate : Double.POSITIVE_INFINITY;
  }
}
