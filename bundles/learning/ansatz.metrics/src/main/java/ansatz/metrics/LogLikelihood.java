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
 * Mean log density of the rows under the model, in nats per row.
 *
 * <p>$$ \ell = \frac{1}{N} \sum_{n=1}^N \ln p(x_n) $$
 *
 * <p>On held-out rows it compares densities with any number of components. It depends on the units of x. A grouping
 * without a density gives NaN.
 *
 * <p>Shapes: predicted log density ln p(x) [N]; the truth is not needed.
 *
 * <p>Cost: O(N).
 */
@Cite(key = "bishop2006pattern", title = "Pattern Recognition and Machine Learning", year = 2006,
    authors = "Bishop, C. M.", venue = "Springer", where = "eq. (9.14)")
public final class LogLikelihood implements Metric {
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
    return "Log-likelihood";
  }

  @Override
  public double of(Target truth, Prediction prediction) {
    Prediction.Group group = GroupPairs.check(truth, prediction);
    return group.logDensity().map(density -> Arrays.stream(density).sum() / density.length).orElse(Double.NaN);
  }

  /** Offers the metric as {@code log-likelihood}. */
  @Component(service = MetricFactory.class)
  @Name("log-likelihood")
  public static final class Factory implements MetricFactory {
    @Override
    public Class<LogLikelihood> algorithm() {
      return LogLikelihood.class;
    }

    @Override
    public Class<Config> config() {
      return Config.class;
    }

    @Override
    public Metric create(Record config) {
      return new LogLikelihood();
    }
  }
}
