package ansatz.experiment;

import org.osgi.annotation.versioning.ProviderType;

/** Reads whole runs back; a service. */
@ProviderType
public interface RunReader {
  /** @throws ConfigException when there is no such run, with the nearest names */
  RunFiles read(String reference);
}
