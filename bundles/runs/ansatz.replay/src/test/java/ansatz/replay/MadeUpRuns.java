package ansatz.replay;

import ansatz.experiment.ChainLink;
import ansatz.experiment.LedgerEntry;
import ansatz.experiment.Point;
import ansatz.experiment.RunFiles;
import ansatz.experiment.RunRow;
import ansatz.experiment.RunState;
import ansatz.experiment.Source;
import ansatz.experiment.Swap;
import java.math.BigInteger;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Runs that never ran. */
final class MadeUpRuns {
  private MadeUpRuns() {}

  static Source zoo(String version) {
    return new Source("ansatz.zoo", version, digest("ansatz.zoo", version), new TreeMap<>());
  }

  /** Stands for the digest of a bundle's content. */
  static String digest(String bundle, String version) {
    return "%064x".formatted(new BigInteger(1, (bundle + "@" + version).getBytes()));
  }

  static LedgerEntry entry(String slot, long from, long to, String version, String why) {
    return new LedgerEntry(slot, from, to, "em", zoo(version), "ada", why);
  }

  static Swap swap(long step, Swap.Kind kind, String from, String to) {
    return new Swap(step, "model.em", kind, "em", zoo(from), "em", zoo(to), true, "ada", "try", "", "", "");
  }

  static RunFiles run(RunState state, Path folder, Map<String, Object> lock, Map<String, Object> result,
      List<Point> points, List<LedgerEntry> ledger, List<Swap> swaps) {
    RunRow row = new RunRow("r-1", "brave-otter-7", "toy", "toy.yaml", state, 40, 40, Instant.EPOCH, Instant.EPOCH, 1,
        "abc", "", "");
    return new RunFiles(row, folder, Map.of(), lock, result, new TreeMap<>(), points, List.of(), ledger, swaps,
        ChainLink.NONE);
  }
}
