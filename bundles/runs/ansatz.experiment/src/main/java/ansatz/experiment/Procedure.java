package ansatz.experiment;

import java.util.Map;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * A kind of experiment, found by the key of its section in the file: {@code fit}. A service with {@code ansatz.name}.
 */
@ConsumerType
public interface Procedure {
  /** Checks the whole tree of a file and fills in every default; changes nothing. @throws ConfigException */
  Map<String, Object> check(Map<String, Object> tree, Registry registry);

  /** JSON Schema of the file with this procedure's section, given what the registry offers. */
  Map<String, Object> schema(Registry registry);

  /** Opens the work: reads the data, leases the parts. */
  Work open(Experiment experiment, Registry registry);
}
