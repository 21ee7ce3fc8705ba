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
 * Min-max scaling: every numeric feature is mapped linearly so that its training rows span [0, 1].
 *
 * <p>$$ x'_{nd} = \frac{x_{nd} - \min_m x_{md}}{\max_m x_{md} - \min_m x_{md}} $$
 *
 * <p>Minimum and maximum are those of the training rows, so that other rows may lie outside of [0, 1]. A feature that is
 * constant over the training rows is shifted to 0 only. Missing values stay missing; categorical features stay as they
 * are. One outlier squeezes all other values together: prefer {@code standardize} then.
 *
 * <p>Shapes: x [N,D] to x' [N,D].
 *
 * <p>Cost: O(N D) time, O(N) memory.
 */
@Cite(key = "han2011data", title = "Data Mining: Concepts and Techniques",
    authors = "Han, J. and Kamber, M. and Pei, J.", year = 2011, venue = "Morgan Kaufmann, 3rd edition",
    url = "https://doi.org/10.1016/C2009-0-61819-5", where = "Section 3.5.2")
public final class MinMax implements Transform {
  /** Nothing to choose. */
  public record Config() {}

  @Override
  public State fit(Dataset training) {
    Map<String, Array> learned = new TreeMap<>();
    for (Column.Numeric column : Features.numeric(training)) {
      double[] x = Features.present(column);
      double min = Arrays.stream(x).min().orElseThrow();
      double max = Arrays.stream(x).max().orElseThrow();
      if (!Double.isFinite(max - min)) {
        throw new DataException("column '" + column.name() + "' spans more than float64 can hold: rescale it");
      }
      learned.put("min/" + column.name(), Features.scalar(min));
      learned.put("range/" + column.name(), Features.scalar(max == min ? 1 : max - min));
    }
    return new State(1, learned);
  }

  @Override
  public Dataset apply(State state, Dataset rows) {
    return Features.replace(rows, column -> Stream.of(switch (column) {
      case Column.Numeric numeric -> scaled(state, numeric);
      case Column.Categorical categorical -> categorical;
    }));
  }

  private static Column scaled(State state, Column.Numeric column) {
    double min = Features.learned(state, "min", column);
    double range = Features.learned(state, "range", column);
    return new Column.Numeric(column.name(), Arrays.stream(column.values()).map(x -> (x - min) / range).toArray());
  }

  /** The service. */
  @Component
  @Name("min-max")
  public static final class Factory implements TransformFactory {
    @Override
    public Class<MinMax> algorithm() {
      return MinMax.class;
    }

    @Override
    public Class<Config> config() {
      return Config.class;
    }

    @Override
    public MinMax create(Record config) {
      return new MinMax();
    }
  }
}
