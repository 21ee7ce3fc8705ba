package ansatz.metrics;

import ansatz.learn.Cite;
import ansatz.learn.Metric;
import ansatz.learn.MetricFactory;
import ansatz.learn.Name;
import ansatz.learn.Prediction;
import ansatz.learn.Target;
import ansatz.learn.Task;
import org.osgi.service.component.annotations.Component;

/**
 * Accuracy: the share of rows whose class is predicted.
 *
 * <p>$$ A = \frac{1}{N} \sum_{n=1}^N \left[\, y_n = \arg\max_k s_{nk} \,\right] $$
 *
 * <p>Says little where one class is frequent; see the F1 score there. Ties go to the first class.
 *
 * <p>Shapes: truth y [N], scores s [N,K].
 *
 * <p>Cost: O(N K).
 */
@Cite(key = "hastie2009elements", title = "The Elements of Statistical Learning", year = 2009,
    authors = "Hastie, T. and Tibshirani, R. and Friedman, J.", venue = "Springer, 2nd edition",
    url = "https://doi.org/10.1007/978-0-387-84858-7", where = "section 7.2")
public final class Accuracy implements Metric {
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
    return "Accuracy";
  }

  @Override
  public double of(Target truth, Prediction prediction) {
    LabelPairs pairs = LabelPairs.of(truth, prediction);
    if (pairs.undefined()) {
      return Double.NaN;
    }
    int[] winners = pairs.prediction().winners();
    int right = 0;
    for (int n = 0; n < pairs.size(); n++) {
      if (winners[n] == pairs.truth()[n]) {
        right++;
      }
    }
    return (double) right / pairs.size();
  }

  /** Offers the metric as {@code accuracy}. */
  @Component(service = MetricFactory.class)
  @Name("accuracy")
  public static final class Factory implements MetricFactory {
    @Override
    public Class<Accuracy> algorithm() {
      return Accuracy.class;
    }

    @Override
    public Class<Config> config() {
      return Config.class;
    }

    @Override
    public Metric create(Record config) {
      return new Accuracy();
    }
  }
}
