package ansatz.experiment;

import ansatz.learn.State;
import java.util.SortedMap;

/**
 * A run written down after a step.
 *
 * @param schema of the snapshot's own layout
 * @param configDigest SHA-256 of the resolved experiment
 * @param dataFingerprint of the data set
 * @param step the last step done
 * @param slots slot to {@code part bundle@version sha256}
 * @param state of the work
 */
public record Snapshot(int schema, String configDigest, String dataFingerprint, long step,
    SortedMap<String, String> slots,
    State state) {
  /** The layout that this version writes. */
  public static final int SCHEMA = 1;
}
