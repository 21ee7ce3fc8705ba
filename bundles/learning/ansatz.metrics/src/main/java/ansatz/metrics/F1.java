package ansatz.metrics;

import ansatz.learn.Cite;
import ansatz.learn.Metric;
import ansatz.learn.MetricFactory;
import ansatz.learn.Name;
import ansatz.learn.Param;
import ansatz.learn.Prediction;
import ansatz.learn.Target;
import ansatz.learn.Task;
import java.util.Arrays;
import org.osgi.service.component.annotations.Component;

/**
 * F1 score: the harmonic mean of precision and recall, averaged over classes.
 *
 * <p>$$ F_{1,k} = \frac{2\, \mathrm{TP}_k}{2\, \mathrm{TP}_k + \mathrm{FP}_k + \mathrm{FN}_k} $$
 *
 * <p>The average runs over the classes that occur in the truth or in the prediction. {@code macro}: each counts the
 * same. {@code weighted}: each counts as often as it occurs in the truth. {@code micro}: the counts are added before
 * the fraction is taken, which here, where every row has one class, is the accuracy.
 *
 * <p>Shapes: truth y [N], scores s [N,K].
 *
 * <p>Cost: O(N K).
 */
@Cite(key = "vanrijsbergen1979information", title = "Information Retrieval", year = 1979,
    authors = "van Rijsbergen, C. J.", venue = "Butterworths, 2nd edition", where = "chapter 7")
public final class F1 implements Metric {
  /** The parameters. */
  public record Config(@Param(help = "how the scores of the classes become one", value = "macro") Average average) {}

  /** How the scores of the classes become one. */
  public enum Average {
    MACRO, MICRO, WEIGHTED
  }

  private final Config config;

  public F1(Config config) {
    this.config = config;
  }

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
    return "F1";
  }

  @Override
  public double of(Target truth, Prediction prediction) {
    LabelPairs pairs = LabelPairs.of(truth, prediction);
    if (pairs.undefined()) {
      return Double.NaN;
    }
    int[] winners = pairs.prediction().winners();
    int classes = pairs.classes();
    int[] hits = new int[classes];
    int[] predicted = new int[classes];
    int[] occurring = new int[classes];
    for (int n = 0; n < pairs.size(); n++) {
      occurring[pairs.truth()[n]]++;
      predicted[winners[n]]++;
      if (winners[n] == pairs.truth()[n]) {
        hits[winners[n]]++;
      }
    }
    if (config.average() == Average.MICRO) {
      return (double) Arrays.stream(hits).sum() / pairs.size();
    }
    double sum = 0;
    double weights = 0;
    for (int k = 0; k < classes; k++) {
      int either = predicted[k] + occurring[k]; // 2 TP + FP + FN
      if (either > 0) {
        double weight = config.average() == Average.MACRO ? 1 : occurring[k];
        sum += weight * 2 * hits[k] / either;
        weights += weight;
      }
    }
    return sum / weights;
  }

  /** Offers the metric as {@code f1}. */
  @Component(service = MetricFactory.class)
  @Name("f1")
  public static final class Factory implements MetricFactory {
    @Override
    public Class<F1> algorithm() {
      return F1.class;
    }

    @Override
    public Class<Config> config() {
      return Config.class;
    }

    @Override
    public Metric create(Record config) {
      return new F1((Config) config);
    }
  }
}
