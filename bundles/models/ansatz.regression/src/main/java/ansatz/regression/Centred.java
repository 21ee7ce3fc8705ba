package ansatz.regression;

import ansatz.learn.Examples;
import ansatz.learn.Target;
import ansatz.linalg.Matrix;

/**
 * Features and target about their means, which is how an intercept drops out of a linear problem without being
 * penalised: the best b for given w is mean(y) - w^T mean(x).
 *
 * @param x features less their means [N,D]
 * @param y target less its mean [N]
 * @param xMean means of the features [D]; zeros where there is no intercept
 * @param yMean mean of the target; 0 where there is no intercept
 */
record Centred(Matrix x, double[] y, double[] xMean, double yMean) {
  static Centred of(Examples examples, boolean intercept) {
    double[] y = ((Target.Real) examples.target()).values();
    double[] xMean = intercept ? means(examples.x()) : new double[examples.x().cols()];
    double yMean = intercept ? means(Matrix.column(y))[0] : 0;
    return new Centred(less(examples.x(), xMean), less(Matrix.column(y), yMean).data(), xMean, yMean);
  }

  /** x - mean for every row; x [N,D], mean [D]. */
  static Matrix less(Matrix x, double... mean) {
    Matrix centred = x.copy();
    for (int i = 0, at = 0; i < x.rows(); i++) {
      for (int j = 0; j < mean.length; j++) {
        centred.data()[at++] -= mean[j];
      }
    }
    return centred;
  }

  /** f(x) = w^T (x - mean(x)) + mean(y). */
  LinearFunction function(double[] weights) {
    double intercept = yMean;
    for (int j = 0; j < weights.length; j++) {
      intercept -= weights[j] * xMean[j];
    }
    return new LinearFunction(weights, intercept);
  }

  /** Means of the columns in two passes, the second of which removes the rounding of the first. */
  static double[] means(Matrix x) {
    double[] mean = new double[x.cols()];
    for (int pass = 0; pass < 2; pass++) {
      double[] sum = new double[x.cols()];
      for (int i = 0, at = 0; i < x.rows(); i++) {
        for (int j = 0; j < mean.length; j++) {
          sum[j] += x.data()[at++] - mean[j];
        }
      }
      for (int j = 0; j < mean.length; j++) {
        mean[j] += sum[j] / x.rows();
      }
    }
    return mean;
  }
}
