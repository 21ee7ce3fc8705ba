package ansatz.statistics;

import ansatz.learn.Cite;
import org.hipparchus.distribution.continuous.TDistribution;

/**
 * Comparison of two models over the same folds by the corrected resampled t-test.
 *
 * <p>$$ t = \frac{\bar d}{\sqrt{\left( \frac{1}{J} + \frac{n_2}{n_1} \right) s_d^2}},
 *   \qquad d_j = a_j - b_j, \qquad t \sim t_{J-1} $$
 *
 * <p>The training parts of different folds overlap, so that the differences d_j are correlated and the plain paired
 * t-test finds differences where there are none; the term n_2 / n_1, test rows by training rows, corrects for that.
 * Differences that are equal in all folds have no spread: then t is infinite and p is 0, or, when they are all 0, t is
 * 0 and p is 1.
 *
 * <p>Shapes: metric a [J] and b [J] of the two models in the same folds.
 *
 * @param folds J
 * @param difference the mean of d
 * @param standardError s_d / sqrt(J), as if the folds were independent
 * @param correctedError the denominator of t
 * @param p the two-sided probability of a |t| as large as this when both models are equally good
 */
@Cite(key = "nadeau2003inference", title = "Inference for the Generalization Error", year = 2003,
    authors = "Nadeau, C. and Bengio, Y.", venue = "Machine Learning 52:239-281",
    url = "https://doi.org/10.1023/A:1024068626366")
public record PairedComparison(int folds, double difference, double standardError, double correctedError, double t,
    double p) {

  /**
   * Compares a with b.
   *
   * @param testToTrain n_2 / n_1: 1 / (k - 1) for k-fold cross-validation
   */
  public static PairedComparison of(double[] a, double[] b, double testToTrain) {
    if (a.length != b.length) {
      throw new IllegalArgumentException("a has " + a.length + " folds but b has " + b.length);
    }
    if (a.length < 2) {
      throw new IllegalArgumentException("a comparison needs at least 2 folds, got " + a.length);
    }
    if (!(testToTrain >= 0) || Double.isInfinite(testToTrain)) {
      throw new IllegalArgumentException("testToTrain = " + testToTrain + " is not a ratio of two numbers of rows");
    }
    double[] d = new double[a.length];
    for (int j = 0; j < d.length; j++) {
      d[j] = a[j] - b[j];
    }
    FoldStatistics statistics = FoldStatistics.of(d);
    double error = statistics.deviation() * Math.sqrt(1.0 / d.length + testToTrain);
    double t = statistics.mean() == 0 ? 0 : statistics.mean() / error;
    double p = Double.isNaN(t)
        ? Double.NaN
        : Math.min(1, 2 * new TDistribution(d.length - 1).cumulativeProbability(-Math.abs(t)));
    return new PairedComparison(d.length, statistics.mean(), statistics.standardError(), error, t, p);
  }

  /** Half the width of the interval around the difference that holds the true one with this probability. */
  public double halfWidth(double level) {
    if (!(level > 0 && level < 1)) {
      throw new IllegalArgumentException("level = " + level + " is not between 0 and 1");
    }
    return correctedError * new TDistribution(folds - 1).inverseCumulativeProbability((1 + level) / 2);
  }
}
