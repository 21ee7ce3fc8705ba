package ansatz.metrics;

import ansatz.learn.Cite;
import ansatz.learn.Metric;
import ansatz.learn.MetricFactory;
import ansatz.learn.Name;
import ansatz.learn.Param;
import ansatz.learn.Prediction;
import ansatz.learn.Target;
import ansatz.learn.Task;
import org.osgi.service.component.annotations.Component;

/**
 * Log-loss: the negative log probability of the true class, in nats per row.
 *
 * <p>$$ L = -\frac{1}{N} \sum_{n=1}^N \ln \max(p_{n, y_n}, \epsilon) $$
 *
 * <p>A proper score. Probabilities below {@code clip} = ε count as ε, so that one row that was held to be
 * impossible costs at most -ln ε and not infinity. Scores that are no probabilities give NaN.
 *
 * <p>Shapes: truth y [N], probabilities p [N,K].
 *
 * <p>Cost: O(N).
 */
@Cite(key = "good1952rational", title = "Rational Decisions", year = 1952, authors = "Good, I. J.",
    venue = "Journal of the Royal Statistical Society B 14:107-114",
    url = "https://doi.org/10.1111/j.2517-6161.1952.tb00104.x")
public final class LogLoss implements Metric {
  /** The parameters. */
  public record Config(
      @Param(help = "the least probability that is told from 0", value = "2.220446049250313e-16", min = 0,
          exclusiveMin = true, max = 0.5, scale = Param.Scale.LOG) double clip) {}

  private final Config config;

  public LogLoss(Config config) {
    this.config = config;
  }

  @Override
  public Task task() {
    return Task.CLASSIFICATION;
  }

  @Override
  public Better better() {
    return Better.LOWER;
  }

  @Override
  public String title() {
    return "Log-loss";
  }

  @Override
  public double of(Target truth, Prediction prediction) {
    LabelPairs pairs = LabelPairs.of(truth, prediction);
    if (pairs.undefined() || !pairs.prediction().probabilistic()) {
      return Double.NaN;
    }
    double sum = 0;
    for (int n = 0; n < pairs.size(); n++) {
      sum -= Math.log(Math.max(pairs.prediction().scores().get(n, pairs.truth()[n]), config.clip()));
    }
    return sum / pairs.size();
  }

  /** Offers the metric as {@code log-loss}. */
  @Component(service = MetricFactory.class)
  @Name("log-loss")
  public static final class Factory implements MetricFactory {
    @Override
    public Class<LogLoss> algorithm() {
      return LogLoss.class;
    }

    @Override
    public Class<Config> config() {
      return Config.class;
    }

    @Override
    public Metric create(Record config) {
      return new LogLoss((Config) config);
    }
  }
}
