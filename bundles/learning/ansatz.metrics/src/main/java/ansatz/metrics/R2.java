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
 * Coefficient of determination: the share of the variance of y that the prediction explains.
 *
 * <p>$$ R^2 = 1 - \frac{\sum_n (y_n - \mu_n)^2}{\sum_n (y_n - \bar y)^2} $$
 *
 * <p>1 is perfect, 0 is as good as the mean of these very rows, and it may be negative. NaN where all y are equal:
 * there is no variance to explain.
 *
 * <p>Shapes: truth y [N], predicted mean μ [N].
 *
 * <p>Cost: O(N).
 */
@Cite(key = "draper1998applied", title = "Applied Regression Analysis", year = 1998,
    authors = "Draper, N. R. and Smith, H.", venue = "Wiley, 3rd edition",
    url = "https://doi.org/10.1002/9781118625590")
public final class R2 implements Metric {
  /** It has no parameters. */
  public record Config() {}

  @Override
  public Task task() {
    return Task.REGRESSION;
  }

  @Override
  public Better better() {
    return Better.HIGHER;
  }

  @Override
  public String title() {
    return "R²";
  }

  @Override
  public double of(Target truth, Prediction prediction) {
    RealPairs pairs = RealPairs.of(truth, prediction);
    double mean = Arrays.stream(pairs.truth()).average().orElseThrow();
    double residual = 0;
    double total = 0;
    for (int n = 0; n < pairs.size(); n++) {
      double error = pairs.error(n);
      double deviation = pairs.truth()[n] - mean;
      residual += error * error;
      total += deviation * deviation;
    }
    return total == 0 ? Double.NaN : 1 - residual / total;
  }

  /** Offers the metric as {@code r2}. */
  @Component(service = MetricFactory.class)
  @Name("r2")
  public static final class Factory implements MetricFactory {
    @Override
    public Class<R2> algorithm() {
      return R2.class;
    }

    @Override
    public Class<Config> config() {
      return Config.class;
    }

    @Override
    public Metric create(Record config) {
      return new R2();
    }
  }
}
