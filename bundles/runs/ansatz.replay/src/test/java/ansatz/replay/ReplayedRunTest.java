package ansatz.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ansatz.data.ArrayFormat;
import ansatz.data.files.Safetensors;
import ansatz.experiment.Disk;
import ansatz.experiment.Divergence;
import ansatz.experiment.LedgerEntry;
import ansatz.experiment.Point;
import ansatz.experiment.RunFiles;
import ansatz.experiment.RunFolder;
import ansatz.experiment.RunState;
import ansatz.experiment.Timing;
import ansatz.experiment.Trees;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReplayedRunTest {
  @TempDir
  Path home;

  @Test
  void theFilesOfARunHoldWhatTheStoreHolds() {
    List<Point> points = List.of(new Point(1, "a, \"b\"/fold-1", "rmse", Double.MIN_VALUE),
        new Point(2, "x", "nll", -0.0),
        new Point(3, "x", "nll", Double.NEGATIVE_INFINITY), new Point(4, "line\nbreak", "nll", 0.1 + 0.2));
    List<LedgerEntry> ledger = List.of(MadeUpRuns.entry("model.em", 1, 40, "1.0.0", "start"));
    Map<String, Object> result = Map.of("best", "em", "p", 0.1 + 0.2);
    RunFolder folder = new RunFolder(home.resolve("runs/r-1"), Disk.SYSTEM);
    folder.create();
    folder.write(RunFolder.CONFIG, "name: toy\n".getBytes(StandardCharsets.UTF_8));
    folder.write(RunFolder.LOCK, Trees.json(Map.of("seed", 42)));
    folder.write(RunFolder.RESULT, Trees.json(result));
    folder.write(RunFolder.ARRAYS, new Safetensors().encode(
        new ArrayFormat.Content(new TreeMap<>(), new TreeMap<>())));
    folder.writeMetrics(points);
    folder.writeTimings(List.of(new Timing(1, "em fold 1/1", 0.25)));
    folder.writeLedger(ledger);
    RunFiles was = MadeUpRuns.run(RunState.FINISHED, home, Map.of(), result, points, ledger, List.of());
    RunFiles is = ReplayedRun.read(ReplayedRun.folder(home).orElseThrow(), was, new Safetensors());
    assertEquals(Divergence.Verdict.BIT_EXACT, Divergence.of(was, is).verdict(0), () -> Divergence.of(was, is) + "");
    assertEquals(0.25, is.timings().getFirst().seconds());
    assertEquals(Optional.of(42), ReplayedRun.lock(home).map(lock -> lock.get("seed")));
  }

  @Test
  void beforeThereIsARunThereIsNone() {
    assertTrue(ReplayedRun.folder(home).isEmpty());
    assertTrue(ReplayedRun.lock(home).isEmpty());
  }
}
