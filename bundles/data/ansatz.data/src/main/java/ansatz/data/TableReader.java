package ansatz.data;

import java.nio.file.Path;
import java.util.Set;
import org.osgi.annotation.versioning.ConsumerType;

/** Reads one kind of table file; a service. Either the whole file is read or a {@link DataException} is thrown. */
@ConsumerType
public interface TableReader {
  /** File name endings it reads, lower case, without the dot: {@code csv}, {@code tsv}, {@code csv.gz}. */
  Set<String> endings();

  /** The table; its name is the file's name without the ending. */
  Dataset read(Path file);
}
