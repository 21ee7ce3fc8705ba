package ansatz.metrics;

import ansatz.learn.Cite;
import ansatz.learn.Metric;
import ansatz.learn.MetricFactory;
import ansatz.learn.Name;
import ansatz.learn.Prediction;
import ansatz.learn.Target;
import ansatz.learn.Task;
import java.util.Comparator;
import java.util.stream.IntStream;
import org.osgi.service.component.annotations.Component;

/**
 * Area under the receiver operating characteristic: the probability that a row of the class scores above one that is
 * not.
 *
 * <p>$$ \mathrm{AUC}_k = \frac{\sum_{n:\, y_n = k} r_n - \tfrac{1}{2} N_k (N_k + 1)}{N_k (N - N_k)} $$
 *
 * <p>r_n is the rank of the score s_nk among all N, ties sharing their mean rank (Mann-Whitney). Two classes: the area
 * of the second one, by s_n1 for probabilities and by s_n1 - s_n0 for other scores. More classes: each against the
 * rest, and the mean over those for which rows of both kinds exist; NaN where there is none.
 *
 * <p>Shapes: truth y [N], scores s [N,K].
 *
 * <p>Cost: O(K N ln N).
 */
@Cite(key = "hanley1982meaning", year = 1982, authors = "Hanley, J. A. and McNeil, B. J.",
    title = "The meaning and use of the area under a receiver operating characteristic (ROC) curve",
    venue = "Radiology 143:29-36", url = "https://doi.org/10.1148/radiology.143.1.7063747")
@Cite(key = "fawcett2006introduction", title = "An introduction to ROC analysis", year = 2006, authors = "Fawcett, T.",
    venue = "Pattern Recognition Letters 27:861-874", url = "https://doi.org/10.1016/j.patrec.2005.10.010",
    where = "section 9")
public final class RocAuc implements Metric {
  /** It has no parameters. */
  public record Config() {}

  @Override
  public Task task() {
    return Task.CLASSIFICATION;
  }

  @Override
  public Better better() {
    return Better.HIGHER;
  }

  @Override
  public String title() {
    return "ROC AUC";
  }

  @Override
  public double of(Target truth, Prediction prediction) {
    LabelPairs pairs = LabelPairs.of(truth, prediction);
    if (pairs.undefined()) {
      return Double.NaN;
    }
    if (pairs.classes() == 2) {
      return area(positives(pairs, 1), pairs.prediction().probabilistic() ? column(pairs, 1) : margin(pairs));
    }
    return IntStream.range(0, pairs.classes()).mapToDouble(k -> area(positives(pairs, k), column(pairs, k)))
        .filter(area -> !Double.isNaN(area)).average().orElse(Double.NaN);
  }

  private static boolean[] positives(LabelPairs pairs, int k) {
    boolean[] positive = new boolean[pairs.size()];
    for (int n = 0; n < positive.length; n++) {
      positive[n] = pairs.truth()[n] == k;
    }
    return positive;
  }

  private static double[] column(LabelPairs pairs, int k) {
    return pairs.prediction().scores().col(k);
  }

  private static double[] margin(LabelPairs pairs) {
    double[] margin = column(pairs, 1);
    for (int n = 0; n < margin.length; n++) {
      margin[n] -= pairs.prediction().scores().get(n, 0);
    }
    return margin;
  }

  /** The area by mid-ranks; NaN when one kind of rows is missing. */
  private static double area(boolean[] positive, double[] scores) {
    int[] order = IntStream.range(0, scores.length).boxed().sorted(Comparator.comparingDouble(n -> scores[n]))
        .mapToInt(Integer::intValue).toArray();
    double rankSum = 0;
    double positives = 0;
    for (int from = 0; from < order.length;) {
      int to = from + 1;
      while (to < order.length && scores[order[to]] == scores[order[from]]) {
        to++;
      }
      double midRank = (from + 1 + to) / 2.0; // ranks from + 1 ... to are tied
      for (int i = from; i < to; i++) {
        if (positive[order[i]]) {
          rankSum += midRank;
          positives++;
        }
      }
      from = to;
    }
    return (rankSum - positives * (positives + 1) / 2) / (positives * (scores.length - positives));
  }

  /** Offers the metric as {@code roc-auc}. */
  @Component(service = MetricFactory.class)
  @Name("roc-auc")
  public static final class Factory implements MetricFactory {
    @Override
    public Class<RocAuc> algorithm() {
      return RocAuc.class;
    }

    @Override
    public Class<Config> config() {
      return Config.class;
    }

    @Override
    public Metric create(Record config) {
      return new RocAuc();
    }
  }
}
