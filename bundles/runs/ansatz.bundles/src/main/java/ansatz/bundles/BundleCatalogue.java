package ansatz.bundles;

import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Remembers durably which bundles were installed, promoted and retired; a service of the store.
 *
 * <p>Rules: C1 every writing method is one transaction, durable when it returns, which also appends a link to the home's
 * hash chain. C2 a name and version stand for one content for ever. C3 generations are only appended, and a decision
 * taken on an outdated one is refused. C4 reading from a home that is not there yet gives nothing and writes nothing.
 */
@ProviderType
public interface BundleCatalogue {
  /** All versions ever admitted, by name, then version. */
  List<BundleVersion> versions();

  /** A version, staged or retired. */
  default Optional<BundleVersion> find(String name, String version) {
    return versions().stream().filter(v -> v.name().equals(name) && v.version().equals(version)).findFirst();
  }

  /** Records an admitted version, or brings a retired one with the same content back. @throws RefusedException when name and version are known with another content */
  void stage(BundleVersion version);

  /** Records that no new work may use it. @throws RefusedException when it is in the newest generation or in the newest good one, on which a start falls back */
  void retire(String name, String version, String who);

  /** Newest first, without generation 0. */
  List<Generation> generations();

  /** What new work uses, as {@link Generation#inForce} chooses it; reads no more than that needs. */
  default Generation inForce() {
    return Generation.inForce(generations());
  }

  /**
   * Appends a generation.
   *
   * @param expected the number of the newest generation when the decision was taken
   * @throws RefusedException when there is a newer one by now, or a version is not staged
   */
  Generation advance(long expected, SortedMap<String, String> promoted, String who, String what);

  /** Records what is known of a start with a generation. */
  void mark(long number, Generation.State state, String process);
}
