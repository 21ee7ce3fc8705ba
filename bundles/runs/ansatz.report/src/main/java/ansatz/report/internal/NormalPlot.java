package ansatz.report.internal;

import ansatz.learn.Cite;
import java.util.Arrays;
import org.hipparchus.special.Erf;

/**
 * Normal quantile plot: sorted standardised values against the quantiles that a Gaussian sample would have.
 *
 * $$ q_i = \Phi^{-1}\left(\frac{i - 3/8}{N + 1/4}\right) $$
 *
 * @param expected q [N] ascending
 * @param observed values [N] ascending, minus their mean, over their standard deviation
 */
@Cite(key = "wilk1968plotting", title = "Probability plotting methods for the analysis of data",
    authors = "Wilk, M. B. and Gnanadesikan, R.", year = 1968, venue = "Biometrika 55, 1-17",
    url = "https://doi.org/10.1093/biomet/55.1.1")
record NormalPlot(double[] expected, double[] observed) {

  static NormalPlot of(double[] values) {
    int n = values.length;
    double mean = Arrays.stream(values).average().orElse(0);
    double variance = Arrays.stream(values).map(v -> (v - mean) * (v - mean)).sum() / Math.max(1, n - 1);
    double deviation = variance > 0 ? Math.sqrt(variance) : 1;
    double[] observed = Arrays.stream(values).map(v -> (v - mean) / deviation).sorted().toArray();
    double[] expected = new double[n];
    for (int i = 0; i < n; i++) {
      expected[i] = quantile((i + 1 - 0.375) / (n + 0.25));
    }
    return new NormalPlot(expected, observed);
  }

  private static double quantile(double p) {
    return Math.sqrt(2) * Erf.erfInv(2 * p - 1);
  }
}
