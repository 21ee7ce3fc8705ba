package ansatz.regression;

import ansatz.linalg.Matrix;

/** Squared Euclidean distances between rows, summed in the order of the features. */
final class Distance {
  private Distance() {}

  /** |x_i - y_k|^2; x [N,D], y [K,D]. */
  static double squared(Matrix x, int i, Matrix y, int k) {
    int d = x.cols();
    double sum = 0;
    for (int j = 0; j < d; j++) {
      double difference = x.data()[i * d + j] - y.data()[k * d + j];
      sum += difference * difference;
    }
    return sum;
  }

  /** The row of y [K,D] closest to x_i, the first of several. */
  static int closest(Matrix x, int i, Matrix y) {
    int closest = 0;
    double least = Double.POSITIVE_INFINITY;
    for (int k = 0; k < y.rows(); k++) {
      double distance = squared(x, i, y, k);
      if (distance < least) {
        least = distance;
        closest = k;
      }
    }
    return closest;
  }
}
