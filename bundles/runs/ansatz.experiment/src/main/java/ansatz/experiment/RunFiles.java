package ansatz.experiment;

import ansatz.linalg.Array;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/**
 * A run as its readers see it: everything that a report, a comparison or a citation needs, read back from store and
 * folder.
 *
 * @param row the run
 * @param config the resolved experiment's tree
 * @param lock the tree of {@code ansatz.lock}: bundles, machine, JVM, data, seed
 * @param result the tree of {@code result.json}, empty while unfinished
 * @param arrays of {@code result.safetensors}, empty while unfinished
 * @param swaps changes of slots while the run went on, and refusals of such
 * @param head the last link of the run's hash chain as it was read; {@link ChainLink#NONE} where nothing is recorded
 */
public record RunFiles(RunRow row, Path folder, Map<String, Object> config, Map<String, Object> lock,
    Map<String, Object> result, SortedMap<String, Array> arrays, List<Point> points, List<Timing> timings,
    List<LedgerEntry> ledger, List<Swap> swaps, ChainLink head) {
  /** A run in which no slot was changed, before anything is recorded of it. */
  public RunFiles(RunRow row, Path folder, Map<String, Object> config, Map<String, Object> lock,
      Map<String, Object> result, SortedMap<String, Array> arrays, List<Point> points, List<Timing> timings,
      List<LedgerEntry> ledger) {
    this(row, folder, config, lock, result, arrays, points, timings, ledger, List.of(), ChainLink.NONE);
  }

  /** From the points of series to the steps of the run. */
  public Steps steps() {
    return Steps.of(timings);
  }
}
