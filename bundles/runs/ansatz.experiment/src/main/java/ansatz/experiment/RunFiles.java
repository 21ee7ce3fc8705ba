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
 */
public record RunFiles(RunRow row, Path folder, Map<String, Object> config, Map<String, Object> lock,
    Map<String, Object> result, SortedMap<String, Array> arrays, List<Point> points, List<Timing> timings,
    List<LedgerEntry> ledger) {}
