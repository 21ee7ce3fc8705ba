package ansatz.experiment;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A bundle as a run's lock names it.
 *
 * @param place in the distribution: {@code bundles/10/ansatz.cli.jar}, {@link #PARTS} or {@link #LIB}; null where the run
 *   was not started from one
 */
public record LockedBundle(String bundle, String version, String sha256, String place) {
  /** The folder of framework and launcher. */
  public static final String LIB = "lib";
  /** The folder of parts, and the place of every part, wherever its file lies. */
  public static final String PARTS = "parts";

  private static final int SHOWN = 12;

  /** A bundle whose place is not known. */
  public static LockedBundle of(Source source) {
    return new LockedBundle(source.bundle(), source.version(), source.sha256(), null);
  }

  /** Reads an entry of a lock. */
  public static LockedBundle of(Map<?, ?> tree) {
    return new LockedBundle((String) tree.get("bundle"), (String) tree.get("version"), (String) tree.get("sha256"),
        (String) tree.get("place"));
  }

  /** As it stands in a lock. */
  public Map<String, Object> tree() {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("bundle", bundle);
    tree.put("version", version);
    tree.put("sha256", sha256);
    if (place != null) {
      tree.put("place", place);
    }
    return tree;
  }

  /** {@code ansatz.cli 1.0.0 (9b1f00c2a3d4)}. */
  public String label() {
    return bundle + " " + version + " (" + sha256.substring(0, Math.min(SHOWN, sha256.length())) + ")";
  }
}
