package ansatz.report.internal;

import ansatz.learn.Cite;
import org.hipparchus.special.Erf;
import org.hipparchus.util.FastMath;

/**
 * Probability integral transform of Gaussian predictive distributions: uniform where these are calibrated, humped where
 * they are too wide, U-shaped where they are too narrow.
 *
 * $$ u_n = \Phi\left(\frac{y_n - \mu_n}{\sigma_n}\right) $$
 *
 * @param values u [N]
 */
@Cite(key = "gneiting2007probabilistic", title = "Probabilistic forecasts, calibration and sharpness",
    authors = "Gneiting, T. and Balabdaoui, F. and Raftery, A. E.", year = 2007,
    venue = "Journal of the Royal Statistical Society B 69, 243-268",
    url = "https://doi.org/10.1111/j.1467-9868.2007.00587.x")
record Pit(double[] values) {

  static Pit of(double[] truth, double[] mean, double[] deviation) {
    double[] u = new double[truth.length];
    for (int i = 0; i < u.length; i++) {
      double error = truth[i] - mean[i];
      u[i] = error == 0 ? 0.5 : 0.5 * Erf.erfc(-error / (deviation[i] * FastMath.sqrt(2)));
    }
    return new Pit(u);
  }

  /** Rows in each of so many bins of equal width. */
  int[] histogram(int bins) {
    int[] counts = new int[bins];
    for (double u : values) {
      counts[Math.clamp((int) (u * bins), 0, bins - 1)]++;
    }
    return counts;
  }

  /** Share of rows whose central interval of a nominal level holds the truth: those with |2u - 1| at most that level. */
  double coverage(double level) {
    int inside = 0;
    for (double u : values) {
      inside += Math.abs(2 * u - 1) <= level ? 1 : 0;
    }
    return (double) inside / values.length;
  }
}
