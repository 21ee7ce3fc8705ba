package ansatz.experiment;

import java.util.List;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Remembers runs durably: when a method returns, what it was given survives the loss of the process and of power.
 *
 * <p>Rules: S1 every writing method is one transaction, all or nothing, the links of the hash chains included. S2 points and ledger
 * entries are only appended, and the first timing of a step stays. S3 any number of
 * processes may use one home. S4 NaN, infinities and -0.0 come back bit for bit. S5 reads see only whole transactions
 * and never wait for a writer. S6 each run and the home have a hash chain that speaks of all that is recorded but for
 * timings, and of the files of a finished run, and {@link #verify} finds nothing in what only the store wrote.
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

  /** Changes of slots and refusals of such, as recorded. */
  List<Swap> swaps(String runId);

  /** Records a refused swap, which changes nothing. */
  void refused(String runId, Swap swap);

  /** Runs that used code of a bundle's version, itself or through its wiring; running ones first. */
  List<Usage> usage(String bundle, String version);

  /** The hash chain over what was recorded of a run; its last link is the run's head. */
  List<ChainLink> chain(String runId);

  /** The hash chain over what happened in the home: runs with their heads, bundles with their digests. */
  List<ChainLink> homeChain();

  /**
   * Follows every chain and compares it with what is recorded.
   *
   * @param heads heads that were saved elsewhere, of runs or of the home; each must be a link of a chain here
   * @return what does not hold: edits, deletions and, given a saved head, truncation and rewriting; empty when all
   *   holds. What begins with {@code note: } is no defect: of runs older than chains nothing is known
   */
  List<String> verify(List<String> heads);

  /**
   * Whether the store answers and is sound: an empty list or what is wrong, with the cure. What begins with
   * {@code warning: } keeps nobody from running.
   */
  List<String> problems();

  /**
   * What a group of steps gave. A ledger entry raises the last step of the one with equal slot, first step, part and
   * source, else it is appended: other code for the same steps never takes the place of what made them. Swaps are
   * appended; a checkpoint that one of them names stays as long as it is the newest swap of the run.
   */
  record Progress(long step, long total, List<Point> points, List<Timing> timings, List<LedgerEntry> ledger,
      List<Swap> swaps) {
    public Progress(long step, long total, List<Point> points, List<Timing> timings, List<LedgerEntry> ledger) {
      this(step, total, points, timings, ledger, List.of());
    }
  }

  /** A checkpoint file in the run's folder: after which step, file name, size and SHA-256. */
  record Checkpoint(long step, String file, long bytes, String sha256) {}
}
