package ansatz.report.internal;

import ansatz.learn.Cite;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * Receiver operating characteristic: true against false positive rate over all thresholds of a score.
 *
 * <p>Equal scores share one threshold, so the curve crosses ties diagonally; the area is the probability that a random
 * positive scores above a random negative, ties counting half.
 *
 * @param falsePositiveRate [P] ascending from 0 to 1
 * @param truePositiveRate [P] ascending from 0 to 1
 */
@Cite(key = "fawcett2006introduction", title = "An introduction to ROC analysis", authors = "Fawcett, T.", year = 2006,
    venue = "Pattern Recognition Letters 27, 861-874", url = "https://doi.org/10.1016/j.patrec.2005.10.010",
    where = "Alg. 1")
record RocCurve(double[] falsePositiveRate, double[] truePositiveRate, double area) {

  /** The curve of scores [N]; empty (no points, area NaN) where one of the two sides is missing. */
  static RocCurve of(double[] scores, boolean[] positive) {
    int[] order = IntStream.range(0, scores.length).boxed()
        .sorted(Comparator.comparingDouble((Integer i) -> scores[i]).reversed()).mapToInt(Integer::intValue).toArray();
    int positives = (int) IntStream.of(order).filter(i -> positive[i]).count();
    int negatives = scores.length - positives;
    if (positives == 0 || negatives == 0) {
      return new RocCurve(new double[0], new double[0], Double.NaN);
    }
    double[] x = new double[scores.length + 1];
    double[] y = new double[scores.length + 1];
    int points = 1;
    int hits = 0;
    int alarms = 0;
    double area = 0;
    for (int i = 0; i < order.length; i++) {
      if (positive[order[i]]) {
        hits++;
      } else {
        alarms++;
      }
      if (i + 1 == order.length || scores[order[i + 1]] != scores[order[i]]) {
        x[points] = (double) alarms / negatives;
        y[points] = (double) hits / positives;
        area += (x[points] - x[points - 1]) * (y[points] + y[points - 1]) / 2;
        points++;
      }
    }
    return new RocCurve(Arrays.copyOf(x, points), Arrays.copyOf(y, points), area);
  }
}
