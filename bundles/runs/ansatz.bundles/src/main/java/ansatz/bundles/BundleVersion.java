package ansatz.bundles;

import java.time.Instant;

/**
 * One version of a bundle that was installed in a home.
 *
 * @param sha256 digest of its content, the key of its file in the content store
 * @param state as recorded; whether it is promoted is said by the newest generation
 * @param bytes size of its file
 * @param who user that installed it
 */
public record BundleVersion(String name, String version, String sha256, State state, long bytes, Instant installed,
    String who) {
  /** What became of it. */
  public enum State {
    /** Admitted; may be promoted or swapped in provisionally. */
    STAGED,
    /** No new work may use it. Its file stays, so that old runs can be reproduced. */
    RETIRED
  }

  /** {@code ansatz.regression@1.0.1}. */
  public String label() {
    return name + "@" + version;
  }
}
