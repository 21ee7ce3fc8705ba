package ansatz.experiment;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.osgi.annotation.versioning.ProviderType;

/** Does runs again, each with exactly the code, configuration and changes of code that its lock and ledger name; a service. */
@ProviderType
public interface Reproducer {
  /** The tolerance where a person names none. */
  double TOLERANCE = 1e-9;

  /**
   * Lays out the distribution of a finished run from the content store, runs it there in a Java virtual machine of its own
   * and compares.
   *
   * @param keep whether the folder of the replay stays
   * @param progress the replay's own lines, and what is not as it was: another JVM, another processor
   * @throws ConfigException when there is no such run
   * @throws RefusedException when the run is not finished, or something that it needs is gone, naming it
   * @throws RunException when the replay ends without a result
   */
  Reproduction reproduce(String reference, boolean keep, Consumer<String> progress);

  /**
   * What came out.
   *
   * @param notes what is not as it was when the run was made
   * @param folder of the replay, where it was kept
   */
  record Reproduction(RunRow run, Divergence divergence, List<String> notes, Optional<Path> folder) {}
}
