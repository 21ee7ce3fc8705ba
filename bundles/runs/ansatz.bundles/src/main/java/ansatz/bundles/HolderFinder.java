package ansatz.bundles;

import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/** Finds out from a heap dump who keeps a class loader alive; a service. */
@ProviderType
public interface HolderFinder {
  /**
   * The shortest path of strong references to a class, an instance or the loader itself.
   *
   * @param loader a weak reference's referent, not kept
   * @return such as {@code static zoo.Leak.CACHE -> ArrayList[0]}; empty when nothing strong holds it
   */
  Optional<String> holder(java.lang.ref.WeakReference<ClassLoader> loader);
}
