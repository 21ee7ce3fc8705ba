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
 * Root mean squared error.
 *
 * <p>$$ \mathrm{RMSE} = \sqrt{\frac{1}{N} \sum_{n=1}^N (y_n - \mu_n)^2} $$
 *
 * <p>In the unit of y; a few large errors dominate it.
 *
 * <p>Shapes: truth y [N], predicted mean μ [N].
 *
 * <p>Cost: O(N).
 */
@Cite(key = "hastie2009elements", title = "The Elements of Statistical Learning", year = 2009,
    authors = "Hastie, T. and Tibshirani, R. and Friedman, J.", venue = "Springer, 2nd edition",
    url = "https://doi.org/10.1007/978-0-387-84858-7", where = "section 7.2")
public final class Rmse implements Metric {
  /** It has no parameters. */
  public record Config() {}

  @Override
  public Task task() {
    return Task.REGRESSION;
  }

  @Override
  public Better better() {
    return Better.LOWER;
  }

  @Override
  public String title() {
    return "RMSE";
  }

  @Override
  public double of(Target truth, Prediction prediction) {
    RealPairs pairs = RealPairs.of(truth, prediction);
    double sum = 0;
    for (int n = 0; n < pairs.size(); n++) {
      double error = pairs.error(n);
      sum += error * error;
    }
    return Math.sqrt(sum / pairs.size());
  }

  /** Offers the metric as {@code rmse}. */
  @Component(service = MetricFactory.class)
  @Name("rmse")
  public static final class Factory implements MetricFactory {
    @Override
    public Class<Rmse> algorithm() {
      return Rmse.class;
    }

    @Override
    public Class<Config> config() {
      return Config.class;
    }

    @Override
    public Metric create(Record config) {
      return new Rmse();
    }
  }
}
