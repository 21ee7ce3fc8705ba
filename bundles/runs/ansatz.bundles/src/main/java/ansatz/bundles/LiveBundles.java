package ansatz.bundles;

import java.util.List;
import java.util.Map;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The parts of this process: the standing set, which new work uses, and versions beside it, loaded when a slot asks for
 * them by version, each in a set of its own.
 *
 * <p>Platform bundles (APIs, runner, owners of native libraries) exist once and change only at restart. A <em>set</em>
 * is a bundle together with the parts to whose packages it is wired; a resolver hook wires each set to itself and the
 * platform. Bundles are never updated in place.
 */
@ProviderType
public interface LiveBundles {
  /** Whether a bundle, by its framework id, is platform or in the standing set. */
  boolean standing(long bundle);

  /**
   * The framework id of the bundle that offers a part in a version; loads its set from the content store where needed.
   *
   * @param kind the service interface's name
   * @param part its {@code ansatz.name}
   * @param version null for the version in force for new work: promoted since this process started, or standing
   * @throws ansatz.experiment.ConfigException when no bundle known offers it, naming those versions that do
   * @throws ansatz.experiment.RefusedException when the home says at that moment that it is retired, even if it is loaded
   *   here; when it is a fourth version of its bundle, those counted that were unloaded and stay in memory; or when it
   *   wires otherwise than it was admitted with: package, wanted, present
   */
  long provide(String kind, String part, String version);

  /**
   * The bundle that {@link #provide} would take, {@code name@version}; nothing is loaded, let alone started, so that code
   * can be tried in another process before it comes into this one. Same arguments, same exceptions.
   */
  String locate(String kind, String part, String version);

  /**
   * The framework id of a version of a bundle; loads its set where needed.
   *
   * @throws ansatz.experiment.ConfigException when it is not known
   * @throws ansatz.experiment.RefusedException as {@link #provide} does, and when it does not start within the limit
   */
  long load(String name, String version);

  /** Whether a version is what new work uses: built in, or in the newest generation. */
  boolean promoted(String name, String version);

  /**
   * The parts of this process as a boot set for a child process, a tree for its file: the standing set as it is here and,
   * beside it, everything loaded here and the given versions, with the paths of their files.
   *
   * @param labels {@code name@version}
   */
  Map<String, Object> bootSet(List<String> labels);

  /**
   * What is loaded now, and what was unloaded and stays in memory. In a child process whose boot set names a candidate, the first call loads it.
   *
   * @throws ansatz.experiment.RefusedException when that candidate cannot be loaded: package, wanted, present
   */
  List<Loaded> loaded();

  /**
   * Uninstalls a version loaded beside the standing set, with its set, and proves that it is gone; at once when nothing of
   * it is here. What is still in memory from an earlier unload has to be proved gone too.
   *
   * @param holders slots that hold it, as their runs say; not empty = refused
   * @throws ansatz.experiment.RefusedException naming the holders, for a bundle of the standing set, or while it is being started
   */
  Unloaded unload(String name, String version, List<String> holders);

  /** A part bundle in this process. @param bundle framework id; -1 when it was uninstalled and its classes stay in memory */
  record Loaded(long bundle, String name, String version, String sha256, boolean standing) {}

  /**
   * The proof of an unload.
   *
   * @param wasLoaded whether this process had loaded it
   * @param gone whether every class loader of it was collected
   * @param millis until that was seen
   * @param holder what still holds one, as a path of references from a heap dump; empty when gone
   */
  record Unloaded(String label, boolean wasLoaded, boolean gone, long millis, String holder) {}
}
