package ansatz.data;

import ansatz.learn.Examples;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A table of named columns of equal length, some with a role.
 *
 * @param name short name for people
 * @param roles by column name; a column without one is a feature
 * @param notes origin, licence and units as text, may be empty
 */
public record Dataset(String name, List<Column> columns, Map<String, Role> roles, String notes) {
  /** What a column is for. */
  public enum Role {
    FEATURE, TARGET, IGNORED
  }

  public Dataset {
    columns = List.copyOf(columns);
    roles = Map.copyOf(roles);
  }

  /** The number of rows. */
  public int size() {
    return columns.isEmpty() ? 0 : columns.getFirst().size();
  }

  /** The column of that name. */
  public Column column(String name) {
    throw new UnsupportedOperationException();
  }

  /** The target column, if one has that role. */
  public Optional<Column> target() {
    throw new UnsupportedOperationException();
  }

  /** SHA-256 (hex) over names, types, roles and every value bit, independent of how the data were stored. */
  public String fingerprint() {
    throw new UnsupportedOperationException();
  }

  /** The given rows, in that order. */
  public Dataset rows(int... indices) {
    throw new UnsupportedOperationException();
  }

  /** Features as a matrix and the target: all feature columns must be numeric and nothing may be missing. */
  public Examples examples() {
    throw new UnsupportedOperationException();
  }
}
