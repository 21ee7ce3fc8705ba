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
record Reliability(List<Bin> bins, double calibrationError) {

  /** One bin: mean stated probability, observed frequency, and the number of rows. */
  record Bin(double stated, double observed, int count) {
    /** Standard error of the observed frequency (binomial). */
    double standardError() {
      return Math.sqrt(observed * (1 - observed) / count);
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
