package ansatz.data.transforms;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import ansatz.data.Column;
import ansatz.data.DataException;
import ansatz.data.Dataset;
import ansatz.data.Transform;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.function.Executable;

/** Short ways to write tables in tests. */
final class Table {
  private Table() {}

  static Dataset of(Column... columns) {
    return new Dataset("t", List.of(columns), Map.of(), "");
  }

  static Column x(double... values) {
    return new Column.Numeric("x", values);
  }

  /** Levels are the first letters of the alphabet; {@code ?} is missing. */
  static Column.Categorical c(String values) {
    List<String> levels = List.of("a", "b", "c");
    return new Column.Categorical("c", values.chars().map(v -> levels.indexOf("" + (char) v)).toArray(), levels);
  }

  static double[] numbers(Dataset data, String column) {
    return ((Column.Numeric) data.column(column)).values();
  }

  static Dataset fitted(Transform transform, Dataset training, Dataset rows) {
    return transform.apply(transform.fit(training), rows);
  }

  static void refused(String message, Executable call) {
    assertEquals(message, assertThrows(DataException.class, call).getMessage());
  }
}
