package ansatz.data.transforms;

import ansatz.data.Column;
import ansatz.data.DataException;
import ansatz.data.Dataset;
import ansatz.data.Transform;
import ansatz.data.TransformFactory;
import ansatz.learn.Cite;
import ansatz.learn.Name;
import ansatz.learn.State;
import ansatz.linalg.Array;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.osgi.service.component.annotations.Component;

/**
 * Standardization: every numeric feature gets mean 0 and variance 1 over the training rows.
 *
 * <p>$$ x'_{nd} = \frac{x_{nd} - \mu_d}{\sigma_d}, \qquad \mu_d = \frac{1}{N} \sum_{n=1}^{N} x_{nd}, \qquad
 *    \sigma_d^2 = \frac{1}{N} \sum_{n=1}^{N} (x_{nd} - \mu_d)^2 $$
 *
 * <p>The variance is that of the population, with 1/N. A feature that is constant over the training rows is centred only.
 * Missing values are left out of the sums and stay missing; categorical features stay as they are.
 *
 * <p>Shapes: x [N,D] to x' [N,D]; mu [D], sigma [D].
 *
 * <p>Cost: O(N D) time, O(N) memory.
 */
@Cite(key = "hastie2009elements", title = "The Elements of Statistical Learning",
    authors = "Hastie, T. and Tibshirani, R. and Friedman, J.", year = 2009, venue = "Springer, 2nd edition",
    url = "https://doi.org/10.1007/978-0-387-84858-7", where = "Section 3.4.1")
public final class Standardize implements Transform {
  /** Nothing to choose. */
  public record Config() {}

  @Override
  public State fit(Dataset training) {
    Map<String, Array> learned = new TreeMap<>();
    for (Column.Numeric column : Features.numeric(training)) {
      double[] x = Features.present(column);
      double mean = mean(x);
      double deviation = deviation(x, mean);
      if (!Double.isFinite(mean) || !Double.isFinite(deviation)) {
        throw new DataException("column '" + column.name() + "' has values too large to be squared: rescale it");
      }
      learned.put("mean/" + column.name(), Features.scalar(mean));
      learned.put("deviation/" + column.name(), Features.scalar(deviation));
    }
    return new State(1, learned);
  }

  @Override
  public Dataset apply(State state, Dataset rows) {
    return Features.replace(rows, column -> Stream.of(switch (column) {
      case Column.Numeric numeric -> standardized(state, numeric);
      case Column.Categorical categorical -> categorical;
    }));
  }

  private static Column standardized(State state, Column.Numeric column) {
    double mean = Features.learned(state, "mean", column);
    double deviation = Features.learned(state, "deviation", column);
    return new Column.Numeric(column.name(),
        Arrays.stream(column.values()).map(x -> (x - mean) / deviation).toArray());
  }

  /** Of a constant exactly this constant, else corrected once for rounding. */
  private static double mean(double[] x) {
    double rough = Arrays.stream(x).sum() / x.length;
    return isConstant(x) ? x[0] : rough + Arrays.stream(x).map(value -> value - rough).sum() / x.length;
  }

  private static double deviation(double[] x, double mean) {
    return isConstant(x)
        ? 1
        : Math.sqrt(Arrays.stream(x).map(value -> (value - mean) * (value - mean)).sum() / x.length);
  }

  private static boolean isConstant(double[] x) {
    return Arrays.stream(x).allMatch(value -> value == x[0]);
  }

  /** The service. */
  @Component
  @Name("standardize")
  public static final class Factory implements TransformFactory {
    @Override
    public Class<Standardize> algorithm() {
      return Standardize.class;
    }

    @Override
    public Class<Config> config() {
      return Config.class;
    }

    @Override
    public Standardize create(Record config) {
      return new Standardize();
    }
  }
}
