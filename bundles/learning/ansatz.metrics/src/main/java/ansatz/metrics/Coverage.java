package ansatz.metrics;

import ansatz.learn.Cite;
import ansatz.learn.Metric;
import ansatz.learn.MetricFactory;
import ansatz.learn.Name;
import ansatz.learn.Param;
import ansatz.learn.Prediction;
import ansatz.learn.Target;
import ansatz.learn.Task;
import org.hipparchus.special.Erf;
import org.osgi.service.component.annotations.Component;

/**
 * Coverage: the share of targets inside the central interval of a Gaussian prediction.
 *
 * <p>$$ C_\alpha = \frac{1}{N} \sum_{n=1}^N \left[\, |y_n - \mu_n| \le z_\alpha \sigma_n \,\right],
 *   \qquad z_\alpha = \sqrt{2}\, \mathrm{erf}^{-1}(\alpha) $$
 *
 * <p>Well calibrated deviations give the level α itself; less means overconfident, more means too wide. A prediction
 * without deviation gives NaN.
 *
 * <p>Shapes: truth y [N], predicted mean μ [N], predicted deviation σ [N].
 *
 * <p>Cost: O(N).
 */
@Cite(key = "gneiting2007probabilistic", title = "Probabilistic forecasts, calibration and sharpness", year = 2007,
    authors = "Gneiting, T. and Balabdaoui, F. and Raftery, A. E.",
    venue = "Journal of the Royal Statistical Society B 69:243-268",
    url = "https://doi.org/10.1111/j.1467-9868.2007.00587.x")
public final class Coverage implements Metric {
  /** The parameters. */
  public record Config(
      @Param(help = "probability that the interval is meant to hold", value = "0.95", min = 0, exclusiveMin = true,
          max = 1, exclusiveMax = true) double level) {}

  private final Config config;

  public Coverage(Config config) {
    this.config = config;
  }

  @Override
  public Task task() {
    return Task.REGRESSION;
  }

  @Override
  public Better better() {
    return Better.NOMINAL;
  }

  @Override
  public String title() {
    return "Coverage";
  }

  @Override
  public double nominal() {
    return config.level();
  }

  @Override
  public double of(Target truth, Prediction prediction) {
    RealPairs pairs = RealPairs.of(truth, prediction);
    if (!pairs.gaussian()) {
      return Double.NaN;
    }
    double[] sigma = pairs.deviation().get();
    double z = Math.sqrt(2) * Erf.erfInv(config.level());
    int inside = 0;
    for (int n = 0; n < pairs.size(); n++) {
      if (Math.abs(pairs.error(n)) <= z * sigma[n]) {
        inside++;
      }
    }
    return (double) inside / pairs.size();
  }

  /** Offers the metric as {@code coverage}. */
  @Component(service = MetricFactory.class)
  @Name("coverage")
  public static final class Factory implements MetricFactory {
    @Override
    public Class<Coverage> algorithm() {
      return Coverage.class;
    }

    @Override
    public Class<Config> config() {
      return Config.class;
    }

    @Override
    public Metric create(Record config) {
      return new Coverage((Config) config);
    }
  }
}
