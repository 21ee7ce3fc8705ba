package ansatz.runner.steps.internal;

import ansatz.data.files.Safetensors;
import ansatz.experiment.Disk;
import ansatz.experiment.Home;
import ansatz.experiment.PlainRegistry;
import ansatz.experiment.Replacement;
import ansatz.experiment.RunRow;
import ansatz.experiment.RunStore;
import ansatz.experiment.RunStore.Progress;
import ansatz.experiment.Runner.Watcher;
import ansatz.experiment.Snapshot;
import ansatz.fixtures.AlteredMixture;
import ansatz.fixtures.AlteredMixture.Way;
import ansatz.fixtures.RunnerFixture;
import ansatz.fixtures.SmallExperiments;
import ansatz.runner.LocalFixture;
import ansatz.runner.checkpoint.internal.Checkpoints;
import ansatz.store.sqlite.SqliteRunStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * What live code costs a run: the look at its leases before every step, and the pause of a swap beside that of the
 * checkpoint that it leads to (the one to return to is there already between steps that are checkpointed). To be started by hand; times are no test.
 */
final class SwapBench {
  private static final int SWAPS = 200;
  private static final int LOOKS = 200_000_000;

  private SwapBench() {}

  public static void main(String[] arguments) throws Exception {
    look();
    Path folder = Files.createTempDirectory("swap-fixture");
    try (SqliteRunStore store = new SqliteRunStore(new Home(folder))) {
      RunnerFixture fixture = LocalFixture.open(folder, store, Disk.SYSTEM, AlteredMixture.registry());
      List<Double> pauses = new ArrayList<>();
      RunRow row = run(fixture, pauses);
      double pause = median(pauses.subList(SWAPS / 2, SWAPS));
      double checkpoint = checkpoint(store, folder, row);
      print("swap %.2f ms, checkpoint %.2f ms: a swap after a checkpoint is %.2f checkpoints, %.2f ms beyond one",
          pause,
          checkpoint, pause / checkpoint, pause - checkpoint);
    }
  }

  /** The look at the epoch, of which a step does one. */
  private static void look() {
    PlainRegistry registry = SmallExperiments.registry();
    long seen = registry.epoch();
    for (int round = 0; round < 3; round++) {
      long changes = 0;
      long begin = System.nanoTime();
      for (int i = 0; i < LOOKS; i++) {
        changes += registry.epoch() != seen ? 1 : 0;
      }
      print("look at the leases %.2f ns (%d changes)", (System.nanoTime() - begin) / (double) LOOKS, changes);
    }
  }

  /** Swaps back and forth at one boundary; the time from one notice to the next is that of a swap. */
  private static RunRow run(RunnerFixture fixture, List<Double> pauses) {
    List<Replacement.Planned> plan = new ArrayList<>();
    for (int i = 0; i <= SWAPS; i++) {
      String part = i % 2 == 0 ? AlteredMixture.part(Way.SAME) : "gaussian-mixture@1.0.0";
      plan.add(new Replacement.Planned(10, new Replacement(AlteredMixture.SLOT, part, true, "fixture", "")));
    }
    return fixture.runner.run(fixture.prepare(SmallExperiments.MIXTURE), fixture.folder.resolve("experiment.yaml"),
        List.of(),
        plan,
        new Watcher() {
          private long last;

          @Override
          public void notice(String line) {
            if (last != 0) {
              pauses.add((System.nanoTime() - last) * 1e-6);
            }
            last = System.nanoTime();
          }
        });
  }

  private static double checkpoint(RunStore store, Path folder, RunRow row) {
    Path place = folder.resolve("runs").resolve(row.id());
    Checkpoints checkpoints = new Checkpoints(row.id(), place, store, Disk.SYSTEM, new Safetensors());
    Snapshot snapshot = checkpoints.load(System.out::println).orElseThrow().snapshot();
    List<Double> times = new ArrayList<>();
    for (int i = 0; i < SWAPS; i++) {
      Snapshot other = new Snapshot(snapshot.schema(), snapshot.configDigest(), snapshot.dataFingerprint(),
          snapshot.step() + i, snapshot.slots(), snapshot.state());
      long begin = System.nanoTime();
      checkpoints.save(other, new Progress(other.step(), row.total(), List.of(), List.of(), List.of()));
      times.add((System.nanoTime() - begin) * 1e-6);
    }
    return median(times);
  }

  private static double median(List<Double> values) {
    double[] sorted = values.stream().mapToDouble(Double::doubleValue).toArray();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }

  private static void print(String format, Object... values) {
    System.out.println(String.format(Locale.ROOT, format, values));
  }
}
