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
 * Negative log predictive density of a Gaussian prediction, in nats per row.
 *
 * <p>$$ \mathrm{NLL} = \frac{1}{N} \sum_{n=1}^N
 *   \left[ \tfrac{1}{2} \ln(2 \pi \sigma_n^2) + \frac{(y_n - \mu_n)^2}{2 \sigma_n^2} \right] $$
 *
 * <p>A proper score: mean and deviation both have to be right. It depends on the unit of y. A prediction without
 * deviation gives NaN. A deviation of 0 is a point mass: infinity when any such row is missed, minus infinity when all
 * are hit.
 *
 * <p>Shapes: truth y [N], predicted mean μ [N], predicted deviation σ [N].
 *
 * <p>Cost: O(N).
 */
@Cite(key = "gneiting2007strictly", title = "Strictly Proper Scoring Rules, Prediction, and Estimation", year = 2007,
    authors = "Gneiting, T. and Raftery, A. E.", venue = "Journal of the American Statistical Association 102:359-378",
    url = "https://doi.org/10.1198/016214506000001437")
public final class Nll implements Metric {
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
    return "NLL";
  }

  @Override
  public double of(Target truth, Prediction prediction) {
    RealPairs pairs = RealPairs.of(truth, prediction);
    if (!pairs.gaussian()) {
      return Double.NaN;
    }
    double[] sigma = pairs.deviation().get();
    double sum = 0;
    for (int n = 0; n < pairs.size(); n++) {
      double error = pairs.error(n);
      if (sigma[n] == 0 && error != 0) {
        return Double.POSITIVE_INFINITY;
      }
      double z = error == 0 ? 0 : error / sigma[n];
      sum += 0.5 * Math.log(2 * Math.PI) + Math.log(sigma[n]) + 0.5 * z * z;
    }
    return sum / pairs.size();
  }

  /** Offers the metric as {@code nll}. */
  @Component(service = MetricFactory.class)
  @Name("nll")
  public static final class Factory implements MetricFactory {
    @Override
    public Class<Nll> algorithm() {
      return Nll.class;
    }

    @Override
    public Class<Config> config() {
      return Config.class;
    }

    @Override
    public Metric create(Record config) {
      return new Nll();
    }
  }
}
