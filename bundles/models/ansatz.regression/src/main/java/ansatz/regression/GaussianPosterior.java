package ansatz.regression;

import ansatz.learn.State;
import ansatz.linalg.Matrix;
import java.util.Arrays;

/**
 * The posterior N(m, S) of the weights of a Bayesian linear regression with given precisions, in the basis of the right
 * singular vectors V [D,K] of the features, where S is diagonal.
 */
final class GaussianPosterior {
  private final double alpha;
  private final double beta;
  private final Matrix v;
  private final double[] turnedMean;
  private final double[] turnedVariance;
  private double gamma;
  private double squaredWeights;
  private double squaredResiduals;

  /** Reads V, the singular values s [K], z = U^T y [K] and |y - U z|^2 from the state. */
  GaussianPosterior(State state, double alpha, double beta) {
    this.alpha = alpha;
    this.beta = beta;
    v = state.array("V").matrix();
    double[] s = state.doubles("s");
    double[] z = state.doubles("z");
    turnedMean = new double[s.length];
    turnedVariance = new double[s.length];
    squaredResiduals = state.real("outside");
    for (int k = 0; k < s.length; k++) {
      turnedVariance[k] = 1 / (alpha + beta * s[k] * s[k]);
      turnedMean[k] = beta * turnedVariance[k] * s[k] * z[k];
      double left = alpha * turnedVariance[k] * z[k];
      gamma += beta * s[k] * s[k] * turnedVariance[k];
      squaredWeights += turnedMean[k] * turnedMean[k];
      squaredResiduals += left * left;
    }
  }

  /** How many weights the data determine rather than the prior. */
  double gamma() {
    return gamma;
  }

  /** |m|^2. */
  double squaredWeights() {
    return squaredWeights;
  }

  /** |y - X m|^2. */
  double squaredResiduals() {
    return squaredResiduals;
  }

  /** m [D]. */
  double[] mean() {
    double[] m = new double[v.rows()];
    for (int j = 0; j < m.length; j++) {
      for (int k = 0; k < turnedMean.length; k++) {
        m[j] += v.get(j, k) * turnedMean[k];
      }
    }
    return m;
  }

  /** x^T S x from x [D] and V^T x [K]; what of x lies outside the rows' span keeps the prior variance. */
  double variance(double[] x, double[] turned) {
    double inside = 0;
    double variance = 0;
    for (int k = 0; k < turned.length; k++) {
      inside += turned[k] * turned[k];
      variance += turned[k] * turned[k] * turnedVariance[k];
    }
    double outside = turned.length == x.length ? 0 : Math.max(0, Arrays.stream(x).map(t -> t * t).sum() - inside);
    return variance + outside / alpha;
  }

  /** ln p(y | alpha, beta) of N rows. */
  double logEvidence(double n) {
    double logDet = (turnedVariance.length - v.rows()) * Math.log(alpha);
    for (double variance : turnedVariance) {
      logDet += Math.log(variance);
    }
    return 0.5 * (v.rows() * Math.log(alpha) + n * Math.log(beta) - beta * squaredResiduals - alpha * squaredWeights
        + logDet - n * Math.log(2 * Math.PI));
  }
}
