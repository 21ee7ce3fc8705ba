package ansatz.experiment;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The bundle whose code did something: name, version and SHA-256 of its content, and the same of every bundle it is
 * wired to, transitively.
 *
 * @param wiring {@code name@version} to SHA-256 of all bundles it depends on
 */
public record Source(String bundle, String version, String sha256, SortedMap<String, String> wiring) {
  public Source {
    wiring = Collections.unmodifiableSortedMap(new TreeMap<>(wiring));
  }

  /** {@code ansatz.regression 1.0.0}. */
  public String label() {
    return bundle + " " + version;
  }
}
