package ansatz.data.transforms;

import ansatz.data.Column;
import ansatz.data.DataException;
import ansatz.data.Dataset;
import ansatz.data.Transform;
import ansatz.data.TransformFactory;
import ansatz.learn.Cite;
import ansatz.learn.Name;
import ansatz.learn.Param;
import ansatz.learn.State;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.osgi.service.component.annotations.Component;

/**
 * One-hot coding: a categorical feature becomes one 0/1 column for each level of the training rows.
 *
 * <p>$$ x'_{nk} = \begin{cases} 1 & x_n = \text{level } k \\ 0 & \text{else} \end{cases}, \qquad k = 1 \ldots K $$
 *
 * <p>The columns are named {@code feature=level}. They sum to 1, so that together with a constant they are linearly
 * dependent; {@code dropFirst} leaves out the first one, which then is what the others are compared with. A level that
 * the training rows do not have becomes all zeros, or is refused. Numeric features stay as they are.
 *
 * <p>Shapes: x [N] of K levels to x' [N,K].
 *
 * <p>Cost: O(N K) time and memory.
 */
@Cite(key = "suits1957dummy", title = "Use of Dummy Variables in Regression Equations", authors = "Suits, D. B.",
    year = 1957, venue = "Journal of the American Statistical Association 52(280)",
    url = "https://doi.org/10.1080/01621459.1957.10501412")
public final class OneHot implements Transform {
  /** What to do with a level that the training rows do not have. */
  public enum Unknown {
    ZEROS, ERROR
  }

  public record Config(
      @Param(help = "what a level that the training rows do not have becomes", value = "zeros") Unknown unknown,
      @Param(help = "whether the first level of each feature gets no column", value = "false") boolean dropFirst) {}

  private final Config config;

  public OneHot(Config config) {
    this.config = config;
  }

  @Override
  public State fit(Dataset training) {
    Map<String, Object> learned = new TreeMap<>();
    for (Column.Categorical column : Features.categorical(training)) {
      requirePresent(column);
      List<String> levels = occurring(column);
      if (levels.isEmpty()) {
        throw Features.nothing(column);
      }
      for (int k = 0; k < levels.size(); k++) {
        learned.put(key(column, k), levels.get(k));
      }
    }
    return new State(1, Map.of(), learned);
  }

  @Override
  public Dataset apply(State state, Dataset rows) {
    return Features.replace(rows, column -> switch (column) {
      case Column.Numeric numeric -> Stream.of(numeric);
      case Column.Categorical categorical -> coded(levels(state, categorical), categorical);
    });
  }

  private Stream<Column> coded(List<String> levels, Column.Categorical column) {
    requirePresent(column);
    int[] known = column.levels().stream().mapToInt(levels::indexOf).toArray();
    if (config.unknown() == Unknown.ERROR) {
      for (int code : column.codes()) {
        if (known[code] < 0) {
          throw new DataException("column '" + column.name() + "': '" + column.levels().get(code)
              + "' is not among the levels of the training rows; 'unknown: zeros' accepts it");
        }
      }
    }
    return IntStream.range(config.dropFirst() ? 1 : 0, levels.size())
        .mapToObj(k -> indicator(column, levels.get(k), known, k));
  }

  private static Column indicator(Column.Categorical column, String level, int[] known, int k) {
    double[] hot = new double[column.size()];
    for (int i = 0; i < hot.length; i++) {
      hot[i] = known[column.codes()[i]] == k ? 1 : 0;
    }
    return new Column.Numeric(column.name() + "=" + level, hot);
  }

  private static List<String> occurring(Column.Categorical column) {
    boolean[] occurs = new boolean[column.levels().size()];
    for (int code : column.codes()) {
      occurs[code] = true;
    }
    return IntStream.range(0, occurs.length).filter(k -> occurs[k]).mapToObj(column.levels()::get).toList();
  }

  private static List<String> levels(State state, Column.Categorical column) {
    List<String> levels = new ArrayList<>();
    while (state.scalars().containsKey(key(column, levels.size()))) {
      levels.add(state.text(key(column, levels.size())));
    }
    if (levels.isEmpty()) {
      throw Features.unknown(column);
    }
    return levels;
  }

  private static void requirePresent(Column column) {
    if (column.missing() > 0) {
      throw new DataException("column '" + column.name() + "' has " + column.missing()
          + " missing values: put the transform 'impute' before 'one-hot'");
    }
  }

  private static String key(Column column, int level) {
    return "level/" + column.name() + "/" + level;
  }

  /** The service. */
  @Component
  @Name("one-hot")
  public static final class Factory implements TransformFactory {
    @Override
    public Class<OneHot> algorithm() {
      return OneHot.class;
    }

    @Override
    public Class<Config> config() {
      return Config.class;
    }

    @Override
    public OneHot create(Record config) {
      return new OneHot((Config) config);
    }
  }
}
