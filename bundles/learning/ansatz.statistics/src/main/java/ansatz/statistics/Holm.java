package ansatz.statistics;

import ansatz.learn.Cite;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * Holm's sequentially rejective adjustment of p values for the number of comparisons.
 *
 * <p>$$ \tilde p_{(i)} = \max_{j \le i} \min\{ (m - j + 1)\, p_{(j)},\; 1 \}, \qquad
 *   p_{(1)} \le p_{(2)} \le \dots \le p_{(m)} $$
 *
 * <p>Rejecting where the adjusted value is at most α keeps the probability of even one false rejection at most α,
 * whatever the dependence of the comparisons. It never rejects less than Bonferroni's m p.
 *
 * <p>A NaN stays NaN and is not counted in m.
 *
 * <p>Shapes: p [m], adjusted [m] in the same order.
 *
 * <p>Cost: O(m log m).
 */
@Cite(key = "holm1979simple", title = "A Simple Sequentially Rejective Multiple Test Procedure", year = 1979,
    authors = "Holm, S.", venue = "Scandinavian Journal of Statistics 6:65-70",
    url = "https://www.jstor.org/stable/4615733")
public final class Holm {
  private Holm() {}

  /** The adjusted p values; fails where one is not a probability. */
  public static double[] adjusted(double... p) {
    for (double each : p) {
      if (each < 0 || each > 1) {
        throw new IllegalArgumentException("p = " + each + " is not a probability");
      }
    }
    double[] adjusted = p.clone();
    int[] order = IntStream.range(0, p.length).filter(i -> !Double.isNaN(p[i])).boxed()
        .sorted(Comparator.comparingDouble(i -> p[i])).mapToInt(i -> i).toArray();
    double largest = 0;
    for (int j = 0; j < order.length; j++) {
      largest = Math.max(largest, Math.min(1, (order.length - j) * p[order[j]]));
      adjusted[order[j]] = largest;
    }
    return adjusted;
  }
}
