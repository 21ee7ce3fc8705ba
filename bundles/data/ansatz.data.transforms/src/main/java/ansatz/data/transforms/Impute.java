package ansatz.data.transforms;

import ansatz.data.Column;
import ansatz.data.Dataset;
import ansatz.data.Transform;
import ansatz.data.TransformFactory;
import ansatz.learn.Cite;
import ansatz.learn.Name;
import ansatz.learn.Param;
import ansatz.learn.State;
import ansatz.linalg.Array;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.osgi.service.component.annotations.Component;

/**
 * Imputation of one value: what is missing in a feature becomes the mean, the median or the mode of its training rows.
 *
 * <p>$$ x'_{nd} = \begin{cases} x_{nd} & \text{observed} \\ \bar{x}_d & \text{missing} \end{cases}, \qquad
 *    \bar{x}_d = \frac{1}{|O_d|} \sum_{m \in O_d} x_{md} $$
 *
 * <p>O_d are the training rows in which feature d is observed; (1) shows the mean. A categorical feature always gets its
 * most frequent level; of equally frequent ones the first. The target is never imputed. Filling in one value shrinks the
 * variance and is unbiased only where values are missing completely at random.
 *
 * <p>Shapes: x [N,D] to x' [N,D].
 *
 * <p>Cost: O(N D) time for the mean, O(N D log N) for median and mode; O(N) memory.
 */
@Cite(key = "little2002statistical", title = "Statistical Analysis with Missing Data",
    authors = "Little, R. J. A. and Rubin, D. B.", year = 2002, venue = "Wiley, 2nd edition",
    url = "https://doi.org/10.1002/9781119013563", where = "Section 4.2")
public final class Impute implements Transform {
  /** What to fill in. */
  public enum Strategy {
    MEAN, MEDIAN, MOST_FREQUENT
  }

  public record Config(
      @Param(help = "what is filled into a numeric feature", value = "mean") Strategy strategy) {}

  private final Config config;

  public Impute(Config config) {
    this.config = config;
  }

  @Override
  public State fit(Dataset training) {
    Map<String, Array> values = new TreeMap<>();
    Map<String, Object> levels = new TreeMap<>();
    for (Column.Numeric column : Features.numeric(training)) {
      double[] x = Features.present(column);
      values.put("value/" + column.name(), Features.scalar(switch (config.strategy()) {
        case MEAN -> Arrays.stream(x).sum() / x.length;
        case MEDIAN -> median(x);
        case MOST_FREQUENT -> mode(x);
      }));
    }
    for (Column.Categorical column : Features.categorical(training)) {
      levels.put("level/" + column.name(), mode(column));
    }
    return new State(1, values, levels);
  }

  @Override
  public Dataset apply(State state, Dataset rows) {
    return Features.replace(rows, column -> Stream.of(switch (column) {
      case Column.Numeric numeric -> filled(Features.learned(state, "value", numeric), numeric);
      case Column.Categorical categorical -> filled(level(state, categorical), categorical);
    }));
  }

  private static Column filled(double value, Column.Numeric column) {
    return new Column.Numeric(column.name(),
        Arrays.stream(column.values()).map(x -> Double.isNaN(x) ? value : x).toArray());
  }

  private static Column filled(String level, Column.Categorical column) {
    List<String> levels = new ArrayList<>(column.levels());
    if (!levels.contains(level)) {
      levels.add(level);
    }
    int fill = levels.indexOf(level);
    return new Column.Categorical(column.name(),
        Arrays.stream(column.codes()).map(code -> code < 0 ? fill : code).toArray(), levels);
  }

  private static String level(State state, Column column) {
    if (!state.scalars().containsKey("level/" + column.name())) {
      throw Features.unknown(column);
    }
    return state.text("level/" + column.name());
  }

  private static double median(double[] x) {
    Arrays.sort(x);
    return x.length % 2 == 1 ? x[x.length / 2] : x[x.length / 2 - 1] / 2 + x[x.length / 2] / 2;
  }

  /** The smallest of the most frequent values. */
  private static double mode(double[] x) {
    Arrays.sort(x);
    double mode = x[0];
    int most = 0;
    for (int start = 0, i = 1; i <= x.length; i++) {
      if (i == x.length || x[i] != x[start]) {
        if (i - start > most) {
          most = i - start;
          mode = x[start];
        }
        start = i;
      }
    }
    return mode;
  }

  private static String mode(Column.Categorical column) {
    int[] count = new int[column.levels().size()];
    Arrays.stream(column.codes()).filter(code -> code >= 0).forEach(code -> count[code]++);
    int most = Arrays.stream(count).max().orElse(0);
    if (most == 0) {
      throw Features.nothing(column);
    }
    return column.levels()
        .get(IntStream.range(0, count.length).filter(k -> count[k] == most).findFirst().orElseThrow());
  }

  /** The service. */
  @Component
  @Name("impute")
  public static final class Factory implements TransformFactory {
    @Override
    public Class<Impute> algorithm() {
      return Impute.class;
    }

    @Override
    public Class<Config> config() {
      return Config.class;
    }

    @Override
    public Impute create(Record config) {
      return new Impute((Config) config);
    }
  }
}
