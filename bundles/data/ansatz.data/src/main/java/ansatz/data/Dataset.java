package ansatz.data;

import ansatz.learn.Examples;
import ansatz.learn.Suggestion;
import ansatz.learn.Target;
import ansatz.linalg.Matrix;
import java.text.Normalizer;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A table of named columns of equal length, some with a role.
 *
 * @param name short name for people
 * @param columns in order; names are told apart, not empty, and in Unicode normal form C
 * @param roles by column name; a column without one is a feature, at most one is the target
 * @param notes origin, licence and units as text, may be empty
 */
public record Dataset(String name, List<Column> columns, Map<String, Role> roles, String notes) {
  /** What a column is for. */
  public enum Role {
    FEATURE, TARGET, IGNORED
  }

  public Dataset {
    columns = List.copyOf(columns);
    Map<String, Role> byName = new TreeMap<>();
    roles.forEach((column, role) -> byName.put(Normalizer.normalize(column, Normalizer.Form.NFC), role));
    roles = Collections.unmodifiableMap(byName);
    checkColumns(name, columns);
    checkRoles(columns, roles);
  }

  /** The number of rows. */
  public int size() {
    return columns.isEmpty() ? 0 : columns.getFirst().size();
  }

  /** The names of the columns, in order. */
  public List<String> names() {
    return columns.stream().map(Column::name).toList();
  }

  /**
   * The column of that name.
   *
   * @throws DataException that suggests the name which was probably meant
   */
  public Column column(String name) {
    return columns.get(index(columns, name));
  }

  /** What the column of that name is for. */
  public Role role(String name) {
    return role(column(name));
  }

  /** The columns that are features, in order. */
  public List<Column> features() {
    return columns.stream().filter(column -> role(column) == Role.FEATURE).toList();
  }

  /** The target column, if one has that role. */
  public Optional<Column> target() {
    return columns.stream().filter(column -> role(column) == Role.TARGET).findFirst();
  }

  /** The same table with that column as its target; the previous target becomes a feature. */
  public Dataset withTarget(String column) {
    Map<String, Role> changed = new TreeMap<>(roles);
    changed.values().removeIf(role -> role == Role.TARGET);
    changed.put(column(column).name(), Role.TARGET);
    return new Dataset(name, columns, changed, notes);
  }

  /** The same table in which these columns, too, are ignored; the target may be among them. */
  public Dataset ignoring(Collection<String> names) {
    Map<String, Role> changed = new TreeMap<>(roles);
    names.forEach(column -> changed.put(column(column).name(), Role.IGNORED));
    return new Dataset(name, columns, changed, notes);
  }

  /** The table with other columns; a role stays with the column of that name, and goes where there is none. */
  public Dataset withColumns(List<Column> changed) {
    Map<String, Role> kept = new TreeMap<>(roles);
    kept.keySet().retainAll(changed.stream().map(Column::name).toList());
    return new Dataset(name, changed, kept, notes);
  }

  /**
   * SHA-256 (hex) over names, kinds, levels, roles and every value bit of the columns, in order; the name of the table,
   * its notes and the way it was stored do not count.
   *
   * <p>Cost: reads every value; about a second for 10^8 values.
   */
  public String fingerprint() {
    return Fingerprint.of(this);
  }

  /** The given rows, in that order. */
  public Dataset rows(int... indices) {
    return new Dataset(name, columns.stream().map(column -> column.rows(indices)).toList(), roles, notes);
  }

  /**
   * Features x [N,D] and the target y [N]: real for a numeric target, classes for a categorical one.
   *
   * @throws DataException where a feature is not numeric or a value is missing; it names the column and the cure
   */
  public Examples examples() {
    List<Column> features = features();
    if (features.isEmpty()) {
      throw new DataException("'" + name + "' has no features: each of its columns is the target or ignored");
    }
    Matrix x = Matrix.zeros(size(), features.size());
    for (int j = 0; j < features.size(); j++) {
      double[] values = numbers(features.get(j));
      for (int i = 0; i < values.length; i++) {
        x.data()[i * x.cols() + j] = values[i];
      }
    }
    Target y = target().map(Dataset::labels).orElseGet(Target.None::new);
    return new Examples(features.stream().map(Column::name).toList(), x, y);
  }

  private Role role(Column column) {
    return roles.getOrDefault(column.name(), Role.FEATURE);
  }

  private static double[] numbers(Column feature) {
    requirePresent(feature, "add the transform 'impute'");
    return switch (feature) {
      case Column.Numeric numeric -> numeric.values();
      case Column.Categorical categorical ->
        throw new DataException("column '" + categorical.name() + "' is categorical (" + some(categorical.levels())
            + "), but features must be numbers: add the transform 'one-hot', or ignore the column");
    };
  }

  private static Target labels(Column target) {
    requirePresent(target, "remove the rows without a target");
    return switch (target) {
      case Column.Numeric numeric -> new Target.Real(numeric.values());
      case Column.Categorical categorical -> new Target.Label(categorical.codes(), categorical.levels());
    };
  }

  private static void requirePresent(Column column, String cure) {
    for (int i = 0; i < column.size(); i++) {
      if (column.isMissing(i)) {
        int missing = column.missing();
        throw new DataException("column '" + column.name() + "' has " + missing + " missing "
            + (missing == 1 ? "value, in row " : "values, the first in row ") + (i + 1) + ": " + cure
            + ", or ignore the column");
      }
    }
  }

  private static String some(List<String> levels) {
    String shown = String.join(", ", levels.subList(0, Math.min(3, levels.size())));
    return levels.size() <= 3 ? shown : shown + ", ... " + levels.size() + " levels";
  }

  private static int index(List<Column> columns, String name) {
    String wanted = Normalizer.normalize(name, Normalizer.Form.NFC);
    for (int j = 0; j < columns.size(); j++) {
      if (columns.get(j).name().equals(wanted)) {
        return j;
      }
    }
    List<String> names = columns.stream().map(Column::name).toList();
    throw new DataException("there is no column '" + name + "'; " + Suggestion.hint(wanted, names));
  }

  private static void checkColumns(String table, List<Column> columns) {
    TreeSet<String> names = new TreeSet<>();
    for (Column column : columns) {
      if (column.name().isBlank()) {
        throw new DataException("column " + (names.size() + 1) + " of '" + table + "' has no name");
      }
      if (!names.add(column.name())) {
        throw new DataException("two columns of '" + table + "' are named '" + column.name() + "'");
      }
      if (column.size() != columns.getFirst().size()) {
        throw new DataException("column '" + column.name() + "' has " + column.size() + " rows, but column '"
            + columns.getFirst().name() + "' has " + columns.getFirst().size());
      }
    }
  }

  private static void checkRoles(List<Column> columns, Map<String, Role> roles) {
    roles.keySet().forEach(column -> index(columns, column));
    List<String> targets = roles.keySet().stream().filter(column -> roles.get(column) == Role.TARGET).toList();
    if (targets.size() > 1) {
      throw new DataException("there can be one target, not " + targets.size() + ": " + String.join(", ", targets));
    }
  }
}
