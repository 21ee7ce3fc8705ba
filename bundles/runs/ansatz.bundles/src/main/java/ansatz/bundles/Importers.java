package ansatz.bundles;

import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/** The parts of the standing set that import packages of another part, and would follow it to a new version; a service. */
@ProviderType
public interface Importers {
  /**
   * Loads them anew in a set with a version of that part, wired to it as they would be after its promotion. {@link
   * LiveBundles#unload} takes that set away again.
   *
   * @param label {@code name@version} of the part that they import from
   * @return their framework ids; empty, and nothing is loaded, when no part imports from it
   * @throws ansatz.experiment.ConfigException when that version is not known
   * @throws ansatz.experiment.RefusedException when one of them does not go with it: bundle, package, wanted, present
   */
  List<Long> load(String label);
}
