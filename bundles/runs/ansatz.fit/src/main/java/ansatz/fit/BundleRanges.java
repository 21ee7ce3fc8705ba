package ansatz.fit;

import ansatz.experiment.ConfigException;
import ansatz.experiment.Lease;
import ansatz.experiment.RefusedException;
import ansatz.experiment.Source;
import ansatz.learn.Suggestion;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import org.osgi.framework.Version;
import org.osgi.framework.VersionRange;

/** The versions of bundles whose code an experiment may run: {@code bundles: {ansatz.regression: "[1.0,2)"}}. */
final class BundleRanges {
  private final Map<String, VersionRange> ranges = new LinkedHashMap<>();

  /** Reads the ranges by bundle name. @throws ConfigException naming what is no range */
  BundleRanges(Map<String, String> texts) {
    texts.forEach((bundle, text) -> {
      try {
        ranges.put(bundle, VersionRange.valueOf(text));
      } catch (IllegalArgumentException e) {
        throw new ConfigException(
            "bundles." + bundle + " = '" + text + "' is not a range of versions — write \"[1.0,2)\", or 1.0 for that "
                + "and all later ones",
            e);
      }
    });
  }

  boolean isEmpty() {
    return ranges.isEmpty();
  }

  /** Checks that every bundle named is one of these. @throws ConfigException naming the one that is not */
  void requireKnown(Collection<String> bundles) {
    ranges.keySet().stream().filter(name -> !bundles.contains(name)).findFirst().ifPresent(name -> {
      throw new ConfigException("bundles." + name + ": no such bundle here — "
          + Suggestion.nearest(name, bundles).map(near -> "did you mean '" + near + "'? ").orElse("")
          + "(ansatz list names the bundle of every part)");
    });
  }

  /**
   * Checks the bundle behind a lease and every bundle it is wired to.
   *
   * @throws RefusedException naming slot, bundle, what is wanted and what is there
   */
  void check(Lease<?> lease) {
    Source source = lease.source();
    check(lease, source.bundle(), source.version());
    source.wiring().keySet().forEach(label -> {
      int at = label.lastIndexOf('@');
      check(lease, label.substring(0, at), label.substring(at + 1));
    });
  }

  private void check(Lease<?> lease, String bundle, String version) {
    VersionRange range = ranges.get(bundle);
    if (range != null && !range.includes(Version.parseVersion(version))) {
      throw new RefusedException(lease.slot() + ": '" + lease.name() + "' runs code of " + bundle + " " + version
          + ", but bundles." + bundle + " wants " + range + " — change the range, or install a bundle inside it");
    }
  }
}
