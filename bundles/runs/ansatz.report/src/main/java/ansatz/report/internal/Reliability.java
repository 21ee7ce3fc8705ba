package ansatz.report.internal;

import ansatz.learn.Cite;
import java.util.ArrayList;
import java.util.List;

/**
 * Reliability of stated probabilities: how often the event came where it was given probability p.
 *
 * @param bins of equal width over [0,1], empty ones left out
 * @param calibrationError mean distance of stated and observed, weighted by count
 */
@Cite(key = "degroot1983forecasters", title = "The comparison and evaluation of forecasters",
    authors = "DeGroot, M. H. and Fienberg, S. E.", year = 1983, venue = "The Statistician 32, 12-22",
    url = "https://doi.org/10.2307/2987588")
@Cite(key = "wilson1927probable", title = "Probable inference, the law of succession, and statistical inference",
    authors = "Wilson, E. B.", year = 1927, venue = "Journal of the American Statistical Association 22, 209-212",
    url = "https://doi.org/10.1080/01621459.1927.10502953")
record Reliability(List<Bin> bins, double calibrationError) {

  /** The 0.975 quantile of the standard normal distribution. */
  private static final double Z = 1.959963984540054;

  /** One bin: mean stated probability, observed frequency, and the number of rows. */
  record Bin(double stated, double observed, int count) {
    /** Lower end of Wilson's 95 % interval of the frequency; not empty even where the event never or always came. */
    double lower() {
      return Math.max(0, centre() - halfWidth());
    }

    /** Upper end of the same interval. */
    double upper() {
      return Math.min(1, centre() + halfWidth());
    }

    private double centre() {
      return (observed + Z * Z / (2 * count)) / (1 + Z * Z / count);
    }

    private double halfWidth() {
      return Z * Math.sqrt(observed * (1 - observed) / count + Z * Z / (4.0 * count * count)) / (1 + Z * Z / count);
    }
  }

  static Reliability of(double[] probability, boolean[] event, int bins) {
    double[] stated = new double[bins];
    int[] events = new int[bins];
    int[] counts = new int[bins];
    for (int i = 0; i < probability.length; i++) {
      int bin = Math.clamp((int) (probability[i] * bins), 0, bins - 1);
      stated[bin] += probability[i];
      events[bin] += event[i] ? 1 : 0;
      counts[bin]++;
    }
    List<Bin> filled = new ArrayList<>();
    double error = 0;
    for (int b = 0; b < bins; b++) {
      if (counts[b] > 0) {
        Bin bin = new Bin(stated[b] / counts[b], (double) events[b] / counts[b], counts[b]);
        filled.add(bin);
        error += Math.abs(bin.stated - bin.observed) * counts[b] / probability.length;
      }
    }
    return new Reliability(List.copyOf(filled), error);
  }
}
