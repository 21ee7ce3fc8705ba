package ansatz.runner.parts.internal;

import ansatz.bundles.ContentDigest;
import ansatz.bundles.DigestCache;
import ansatz.experiment.Source;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.osgi.framework.Bundle;
import org.osgi.framework.wiring.BundleWiring;

/** Names and digests of bundles with what they are wired to; keeps no bundle. */
final class BundleSources {
  private final Map<String, String> known = new ConcurrentHashMap<>();
  private final DigestCache cache;

  BundleSources(DigestCache cache) {
    this.cache = cache;
  }

  /** Without digests, for whoever only lists. */
  Source nameOnly(Bundle bundle) {
    return new Source(bundle.getSymbolicName(), bundle.getVersion().toString(), "", new TreeMap<>());
  }

  /** With the digests of the bundle and of everything it is wired to. */
  Source source(Bundle bundle) {
    TreeMap<String, String> wiring = new TreeMap<>();
    collect(bundle, wiring);
    String sha256 = wiring.remove(label(bundle));
    return new Source(bundle.getSymbolicName(), bundle.getVersion().toString(), sha256, wiring);
  }

  private void collect(Bundle bundle, Map<String, String> found) {
    if (found.putIfAbsent(label(bundle), digest(bundle)) != null) {
      return;
    }
    BundleWiring wiring = bundle.adapt(BundleWiring.class);
    if (wiring != null && bundle.getBundleId() != 0) {
      wiring.getRequiredWires(null).forEach(wire -> collect(wire.getProviderWiring().getBundle(), found));
    }
  }

  private static String label(Bundle bundle) {
    return bundle.getSymbolicName() + "@" + bundle.getVersion();
  }

  private String digest(Bundle bundle) {
    return known.computeIfAbsent(bundle.getBundleId() + "/" + bundle.getLastModified(),
        _ -> ContentDigest.of(bundle, cache));
  }

  /** Makes what was computed durable. */
  void save() {
    cache.save();
  }
}
