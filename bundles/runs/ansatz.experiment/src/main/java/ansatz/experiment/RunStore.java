package ansatz.experiment;

import java.util.List;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Remembers runs durably: when a method returns, what it was given survives the loss of the process and of power.
 *
 * <p>Rules: S1 every writing method is one transaction, all or nothing. S2 points and ledger
 * entries are only appended, and the first timing of a step stays. S3 any number of
 * processes may use one home. S4 NaN, infinities and -0.0 come back bit for bit. S5 reads see only whole transactions
 * and never wait for a writer.
 */
@ProviderType
public interface RunStore {
  /** Records a new run. */
  void create(RunRow run);

  /** The run with that id or name. */
  Optional<RunRow> find(String idOrName);

  /** All runs, newest first. */
  List<RunRow> list();

  /** Acknowledges steps: points, timings and the ledger's ranges, with the run's last step. */
  void acknowledge(String runId, Progress progress);

  /**
   * Acknowledges steps together with a checkpoint file that is already durable. The two newest checkpoints stay (should
   * the newest file ever turn out bad, the one before serves); rows older than these go in the same transaction and are
   * returned, so that their files can be unlinked.
   */
  List<Checkpoint> checkpoint(String runId, Checkpoint checkpoint, Progress progress);

  /** The checkpoints of a run, newest first. */
  List<Checkpoint> checkpoints(String runId);

  /** Drops the row of a checkpoint whose file is not valid. */
  void forget(String runId, Checkpoint checkpoint);

  /** Sets state, headline and message, and the end and duration. */
  void update(RunRow run);

  /** Points in order of step, then as appended. */
  List<Point> points(String runId);

  /** One timing a step, in order of step. */
  List<Timing> timings(String runId);

  /** Ledger in order of first step, then slot, then as appended. */
  List<LedgerEntry> ledger(String runId);

  /**
   * Whether the store answers and is sound: an empty list or what is wrong, with the cure. What begins with
   * {@code warning: } keeps nobody from running.
   */
  List<String> problems();

  /**
   * What a group of steps gave. A ledger entry raises the last step of the one with equal slot, first step, part and
   * source, else it is appended: other code for the same steps never takes the place of what made them.
   */
  record Progress(long step, long total, List<Point> points, List<Timing> timings, List<LedgerEntry> ledger) {}

  /** A checkpoint file in the run's folder: after which step, file name, size and SHA-256. */
  record Checkpoint(long step, String file, long bytes, String sha256) {}
}
