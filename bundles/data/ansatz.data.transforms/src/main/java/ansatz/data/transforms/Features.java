package ansatz.data.transforms;

import ansatz.data.Column;
import ansatz.data.DataException;
import ansatz.data.Dataset;
import ansatz.learn.State;
import ansatz.linalg.Array;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/** What transforms share: walks over the features, and numbers that were learned for one of them. */
final class Features {
  private Features() {}

  /** The numeric features, in order. */
  static List<Column.Numeric> numeric(Dataset data) {
    return data.features().stream().filter(Column.Numeric.class::isInstance).map(Column.Numeric.class::cast).toList();
  }

  /** The categorical features, in order. */
  static List<Column.Categorical> categorical(Dataset data) {
    return data.features().stream().filter(Column.Categorical.class::isInstance).map(Column.Categorical.class::cast)
        .toList();
  }

  /** The table in which each feature is replaced, where it stands, by what the function makes of it. */
  static Dataset replace(Dataset data, Function<Column, Stream<? extends Column>> change) {
    Set<Column> features = new HashSet<>(data.features());
    return data.withColumns(data.columns().stream()
        .<Column>flatMap(column -> features.contains(column) ? change.apply(column) : Stream.of(column)).toList());
  }

  /** The values that are there; at least one. */
  static double[] present(Column.Numeric column) {
    double[] values = Arrays.stream(column.values()).filter(value -> !Double.isNaN(value)).toArray();
    if (values.length == 0) {
      throw nothing(column);
    }
    return values;
  }

  static DataException nothing(Column column) {
    return new DataException("column '" + column.name() + "' has no value among its " + column.size()
        + " training rows: ignore the column");
  }

  static Array scalar(double value) {
    return new Array.F64(new long[0], new double[] {value});
  }

  /** The number that was learned for a column under {@code quantity/column}. */
  static double learned(State state, String quantity, Column column) {
    if (!state.arrays().containsKey(quantity + "/" + column.name())) {
      throw unknown(column);
    }
    return state.real(quantity + "/" + column.name());
  }

  static DataException unknown(Column column) {
    return new DataException(
        "column '" + column.name() + "' of kind " + column.getClass().getSimpleName().toLowerCase(Locale.ROOT)
            + " was not among the features of the training rows");
  }
}
