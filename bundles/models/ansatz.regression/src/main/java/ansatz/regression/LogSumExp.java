package ansatz.regression;

import ansatz.linalg.Matrix;

/** ln sum_k exp(f_k) without overflow, and the distribution it normalises. */
final class LogSumExp {
  private LogSumExp() {}

  static double of(double[] f) {
    double max = Double.NEGATIVE_INFINITY;
    for (double value : f) {
      max = Math.max(max, value);
    }
    double sum = 0;
    for (double value : f) {
      sum += Math.exp(value - max);
    }
    return max + Math.log(sum);
  }

  /** p_k = exp(f_k) / sum_l exp(f_l) for each row of f [N,K]; the rows of p sum to 1. */
  static Matrix softmax(Matrix f) {
    Matrix p = f.copy();
    for (int i = 0; i < f.rows(); i++) {
      double norm = of(f.row(i));
      double sum = 0;
      for (int k = i * f.cols(); k < (i + 1) * f.cols(); k++) {
        p.data()[k] = Math.exp(p.data()[k] - norm);
        sum += p.data()[k];
      }
      for (int k = i * f.cols(); k < (i + 1) * f.cols(); k++) {
        p.data()[k] /= sum;
      }
    }
    return p;
  }
}
