package ansatz.regression;

import ansatz.linalg.LinearAlgebra;
import ansatz.linalg.LinearAlgebra.Cholesky;
import ansatz.linalg.Matrix;
import ansatz.linalg.SingularMatrixException;
import java.util.Arrays;

/** ln N(x; 0, Sigma) = -(D ln 2 pi + ln |Sigma| + x^T Sigma^-1 x) / 2. */
final class NormalDensity {
  private NormalDensity() {}

  /**
   * The logarithm for each row of x [N,D].
   *
   * @param covariance Sigma in full [D*D], its diagonal [D], or the one variance of a ball [1]
   * @throws SingularMatrixException when Sigma is not positive definite
   */
  static double[] log(LinearAlgebra linalg, Matrix x, double[] covariance) {
    int d = x.cols();
    double logDet = 0;
    Matrix white;
    if (covariance.length > d) {
      Cholesky factor = linalg.cholesky(new Matrix(d, d, covariance));
      logDet = factor.logDet();
      white = factor.solveLower(x.transpose()).transpose();
    } else {
      white = x.copy();
      for (int i = 0; i < white.data().length; i++) {
        white.data()[i] /= Math.sqrt(covariance[i % covariance.length]);
      }
      for (double variance : covariance) {
        if (!(variance > 0)) {
          throw new SingularMatrixException("a variance is " + variance);
        }
        logDet += Math.log(variance) * d / covariance.length;
      }
    }
    double[] density = new double[x.rows()];
    Arrays.fill(density, -0.5 * (d * Math.log(2 * Math.PI) + logDet));
    for (int i = 0; i < white.data().length; i++) {
      density[i / d] -= 0.5 * white.data()[i] * white.data()[i];
    }
    return density;
  }
}
