package ansatz.store.sqlite;

import ansatz.experiment.Home;
import ansatz.experiment.LedgerEntry;
import ansatz.experiment.Point;
import ansatz.experiment.RunStore.Checkpoint;
import ansatz.experiment.RunStore.Progress;
import ansatz.experiment.Source;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.LongStream;

/**
 * A run of steps of 1 ms, acknowledged every 200 ms, with a checkpoint every 600 ms: what chains, ledger and checkpoints
 * cost of a step. A program, not a test: machines differ.
 */
final class ChainBench {
  private static final int GROUP = 200;
  private static final int GROUPS = 60;
  private static final int SLOTS = 8;

  /** In time of the processor, since others may be busy beside the test. */
  private static final ThreadMXBean THREAD = ManagementFactory.getThreadMXBean();

  private ChainBench() {}

  public static void main(String[] arguments) throws IOException {
    Path home = Files.createTempDirectory("chain-bench");
    double[] points = new double[GROUPS];
    double[] both = new double[GROUPS];
    double[] checkpoint = new double[GROUPS];
    try (SqliteRunStore store = new SqliteRunStore(new Home(home))) {
      store.create(Child.run("r-1"));
      for (int i = 0; i < GROUPS; i++) {
        long step = 3L * GROUP * i;
        points[i] = micros(() -> store.acknowledge("r-1", progress(step, 0)));
        both[i] = micros(() -> store.acknowledge("r-1", progress(step + GROUP, SLOTS)));
        checkpoint[i] = micros(() -> store.checkpoint("r-1", new Checkpoint(step + 2 * GROUP, "c-" + step, 10, "aa"),
            progress(step + 2 * GROUP, SLOTS)));
      }
    }
    System.out.printf("%d steps: %.0f us, with the ledger %.0f us, with a checkpoint and its link %.0f us%n", GROUP,
        median(points), median(both), median(checkpoint));
    double step = (2 * median(both) + median(checkpoint) - 3 * median(points)) / (3 * GROUP);
    System.out.printf("chains, ledger and checkpoints: %.1f us a step of 1 ms (goal: 10)%n", step);
  }

  private static double micros(Runnable work) {
    long start = THREAD.getCurrentThreadCpuTime();
    work.run();
    return (THREAD.getCurrentThreadCpuTime() - start) / 1e3;
  }

  private static double median(double[] times) {
    return Arrays.stream(times).sorted().skip(times.length / 2).findFirst().orElseThrow();
  }

  private static Progress progress(long step, int slots) {
    List<Point> points = LongStream.range(step, step + GROUP)
        .mapToObj(i -> new Point(i, "ridge/fold-1", "rmse", 1.0 / i))
        .toList();
    Source source = new Source("ansatz.regression", "1.0.0", "ab",
        new TreeMap<>(Map.of("ansatz.linalg@1.0.0", "cd", "ansatz.learn@1.0.0", "ef")));
    List<LedgerEntry> ledger = LongStream.range(0, slots)
        .mapToObj(i -> new LedgerEntry("model." + i, 0, step + GROUP, "ridge", source, "ada", "start")).toList();
    return new Progress(step + GROUP, 1_000_000, points, List.of(), ledger);
  }
}
