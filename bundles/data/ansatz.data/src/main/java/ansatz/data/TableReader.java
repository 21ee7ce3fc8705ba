package ansatz.data;

import java.nio.file.Path;
import java.util.Set;
import org.osgi.annotation.versioning.ConsumerType;

/** Reads one kind of table file; a service. Either the whole file is read or a {@link DataException} is thrown. */
@ConsumerType
public interface TableReader {
  /** File name endings it reads, lower case, without the dot: {@code csv}, {@code tsv}, {@code csv.gz}. */
  Set<String> endings();

  /**
   * The table; its name is the file's name without the ending.
   *
   * @param categorical the columns whose values are names of classes even where they look like numbers
   * @throws DataException naming the file, the line, the column, the rule that is broken and the cure
   */
  Dataset read(Path file, Set<String> categorical);

  /** The table, with the kind of each column taken from its values. */
  default Dataset read(Path file) {
    return read(file, Set.of());
  }
}
