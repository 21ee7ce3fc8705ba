package ansatz.data.samples;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import ansatz.data.Column;
import ansatz.data.Dataset;
import java.util.Arrays;
import java.util.List;

/** Compares a sample with what is published about it. */
final class Published {
  private Published() {}

  static void size(Dataset data, int rows, int features) {
    assertEquals(rows, data.size());
    assertEquals(features, data.examples().x().cols());
  }

  /** Smallest, largest and mean value of a column, the mean to the digits given. */
  static void range(Dataset data, String column, double min, double max, double mean, double tolerance) {
    double[] values = ((Column.Numeric) data.column(column)).values();
    assertEquals(min, Arrays.stream(values).min().orElseThrow(), column);
    assertEquals(max, Arrays.stream(values).max().orElseThrow(), column);
    assertEquals(mean, Arrays.stream(values).average().orElseThrow(), tolerance, column);
  }

  /** The number of rows of each class, in the order of the classes. */
  static void classes(Dataset data, List<String> classes, int... rows) {
    Column.Categorical target = (Column.Categorical) data.target().orElseThrow();
    assertEquals(classes, target.levels());
    int[] count = new int[rows.length];
    Arrays.stream(target.codes()).forEach(code -> count[code]++);
    assertArrayEquals(rows, count);
  }
}
