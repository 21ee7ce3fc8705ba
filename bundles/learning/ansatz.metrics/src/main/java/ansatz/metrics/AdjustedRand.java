package ansatz.metrics;

import ansatz.learn.Cite;
import ansatz.learn.Metric;
import ansatz.learn.MetricFactory;
import ansatz.learn.Name;
import ansatz.learn.Prediction;
import ansatz.learn.Target;
import ansatz.learn.Task;
import java.util.Arrays;
import org.osgi.service.component.annotations.Component;

/**
 * Adjusted Rand index: agreement of two partitions in pairs of rows, corrected for chance.
 *
 * <p>$$ \mathrm{ARI} = \frac{\sum_{ij} \binom{n_{ij}}{2} - E}{\tfrac{1}{2} \left[ \sum_i \binom{a_i}{2}
 *   + \sum_j \binom{b_j}{2} \right] - E}, \qquad
 *   E = \frac{\sum_i \binom{a_i}{2} \sum_j \binom{b_j}{2}}{\binom{N}{2}} $$
 *
 * <p>n_ij rows are of class i and in group j, a_i and b_j are the sums over rows and columns. 1: the same partition,
 * whatever the groups are called; 0: as good as chance. Equal trivial partitions (one group, or every row its own)
 * give 1. NaN where the labels are not known.
 *
 * <p>Shapes: truth y [N], responsibilities r [N,K]; a row belongs to its most responsible group.
 *
 * <p>Cost: O(N K).
 */
@Cite(key = "hubert1985comparing", title = "Comparing partitions", year = 1985, authors = "Hubert, L. and Arabie, P.",
    venue = "Journal of Classification 2:193-218", url = "https://doi.org/10.1007/BF01908075", where = "eq. (5)")
public final class AdjustedRand implements Metric {
  /** It has no parameters. */
  public record Config() {}

  @Override
  public Task task() {
    return Task.CLUSTERING;
  }

  @Override
  public Better better() {
    return Better.HIGHER;
  }

  @Override
  public String title() {
    return "Adjusted Rand";
  }

  @Override
  public double of(Target truth, Prediction prediction) {
    Prediction.Group group = GroupPairs.check(truth, prediction);
    if (!(truth instanceof Target.Label label) || Rows.hasNaN(group.responsibilities().data())) {
      return Double.NaN;
    }
    return index(label, GroupPairs.groups(group));
  }

  private static double index(Target.Label truth, int[] groups) {
    int classes = truth.classes().size();
    int columns = Arrays.stream(groups).max().orElseThrow() + 1;
    long[][] table = new long[classes][columns];
    long[] rowSums = new long[classes];
    long[] columnSums = new long[columns];
    for (int n = 0; n < groups.length; n++) {
      table[truth.values()[n]][groups[n]]++;
      rowSums[truth.values()[n]]++;
      columnSums[groups[n]]++;
    }
    double together = Arrays.stream(table).mapToDouble(AdjustedRand::pairs).sum();
    double ofClasses = pairs(rowSums);
    double ofGroups = pairs(columnSums);
    double expected = ofClasses * ofGroups / Math.max(1, pairs(groups.length));
    double most = (ofClasses + ofGroups) / 2;
    return most == expected ? 1 : (together - expected) / (most - expected);
  }

  private static double pairs(long... counts) {
    return Arrays.stream(counts).mapToDouble(n -> n * (n - 1) / 2.0).sum();
  }

  /** Offers the metric as {@code adjusted-rand}. */
  @Component(service = MetricFactory.class)
  @Name("adjusted-rand")
  public static final class Factory implements MetricFactory {
    @Override
    public Class<AdjustedRand> algorithm() {
      return AdjustedRand.class;
    }

    @Override
    public Class<Config> config() {
      return Config.class;
    }

    @Override
    public Metric create(Record config) {
      return new AdjustedRand();
    }
  }
}
