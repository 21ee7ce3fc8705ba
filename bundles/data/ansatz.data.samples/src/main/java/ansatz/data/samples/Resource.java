package ansatz.data.samples;

import ansatz.data.Column;
import ansatz.data.Dataset;
import ansatz.data.files.Csv;
import java.util.List;
import java.util.Set;

/** A table that lies beside these classes. */
final class Resource {
  private Resource() {}

  /** The table with a numeric target. */
  static Dataset regression(String file, String target, String notes) {
    return noted(new Csv().read(file, () -> Resource.class.getResourceAsStream(file), Set.of()), notes)
        .withTarget(target);
  }

  /** The table with a target of these classes, numbered in this order. */
  static Dataset classification(String file, String target, List<String> classes, String notes) {
    Dataset read = new Csv().read(file, () -> Resource.class.getResourceAsStream(file), Set.of(target));
    return noted(read, notes).withTarget(target).withColumns(
        read.columns().stream().map(column -> column.name().equals(target) ? ordered(column, classes) : column)
            .toList());
  }

  private static Column ordered(Column column, List<String> classes) {
    return ((Column.Categorical) column).withLevels(classes);
  }

  private static Dataset noted(Dataset read, String notes) {
    return new Dataset(read.name(), read.columns(), read.roles(), notes);
  }
}
