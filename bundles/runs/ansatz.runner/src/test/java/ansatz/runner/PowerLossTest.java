package ansatz.runner;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ansatz.experiment.Disk;
import ansatz.experiment.Home;
import ansatz.experiment.Replacement;
import ansatz.experiment.RunFolder;
import ansatz.experiment.RunRow;
import ansatz.experiment.RunState;
import ansatz.experiment.RunStore;
import ansatz.experiment.Runner.Watcher;
import ansatz.experiment.Trees;
import ansatz.fixtures.AlteredMixture;
import ansatz.fixtures.RunnerFixture;
import ansatz.fixtures.SmallExperiments;
import ansatz.store.sqlite.SqliteRunStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Power fails after each recorded operation in turn; whatever was acknowledged is there. */
class PowerLossTest {
  private static final long SWAP = 10;

  @TempDir
  Path folder;

  private final DiskRecorder recorder = new DiskRecorder();

  @BeforeEach
  void everyStepIsCommitted() {
    System.setProperty("ansatz.acknowledge.millis", "0");
    System.setProperty("ansatz.checkpoint.millis", "0");
  }

  @AfterEach
  void usualPace() {
    System.clearProperty("ansatz.acknowledge.millis");
    System.clearProperty("ansatz.checkpoint.millis");
  }

  private RunRow record(Path home, Replacement.Planned... plan) {
    Home place = new Home(home);
    try (SqliteRunStore store = new SqliteRunStore(place)) {
      store.list();
      RunStore recorded = recorder.commits(RunStore.class, store, place.database());
      RunnerFixture fixture = LocalFixture.open(home, recorded, recorder.disk(), AlteredMixture.registry());
      return fixture.runner.run(fixture.prepare(SmallExperiments.MIXTURE), home.resolve("experiment.yaml"), List.of(),
          List.of(plan),
          new Watcher() {
          });
    }
  }

  @Test
  void everyAcknowledgedCheckpointIsWholeWhereverPowerFails() {
    record(folder.resolve("home"));
    int checked = 0;
    DiskRecorder.Commit last = null;
    for (int n = 0; n <= recorder.events.size(); n++) {
      if (n > 0 && recorder.events.get(n - 1) instanceof DiskRecorder.Commit commit && commit.checkpoint() != null) {
        last = commit;
      }
      if (last != null) {
        String name = last.checkpoint().file();
        String sha256 = last.checkpoint().sha256();
        Map<Path, byte[]> disk = recorder.durable(n);
        byte[] content = disk.entrySet().stream().filter(e -> e.getKey().endsWith(name)).map(Map.Entry::getValue)
            .findFirst().orElse(null);
        assertTrue(content != null, "after event " + n + ": " + name + " was acknowledged but its name is not durable");
        assertEquals(sha256, Trees.sha256(content), "after event " + n + ": content of " + name + " is not durable");
        checked++;
      }
    }
    assertTrue(checked > 50, "checked " + checked + " prefixes");
    System.out.println("power loss: " + checked + " prefixes of " + recorder.events.size() + " operations");
  }

  @Test
  void aRunIsOnlySaidToBeFinishedOnceItsResultIsDurable() {
    RunRow run = record(folder.resolve("home"));
    int finished = recorder.events.size();
    while (!(recorder.events.get(finished - 1) instanceof DiskRecorder.Commit)) {
      finished--;
    }
    Map<Path, byte[]> disk = recorder.durable(finished);
    for (String name : List.of("result.json", "result.safetensors", "metrics.csv", "ledger.json", "config.yaml",
        "ansatz.lock")) {
      byte[] content = disk.get(folder.resolve("home").resolve("runs").resolve(run.id()).resolve(name));
      assertTrue(content != null && content.length > 0, name + " is not durable");
    }
  }

  @Test
  void aRunTakenUpAfterPowerLossEndsAsIfNothingHadHappened() throws IOException {
    Path home = folder.resolve("home");
    RunRow whole = record(home);
    Set<String> images = new HashSet<>();
    int resumed = 0;
    for (int n = 1; n <= recorder.events.size(); n++) {
      Path after = folder.resolve("after-" + n);
      if (!images.add(image(n)) || !lay(home, after, n)) {
        continue;
      }
      try (SqliteRunStore store = new SqliteRunStore(new Home(after))) {
        RunnerFixture fixture = LocalFixture.open(after, store, Disk.SYSTEM, AlteredMixture.registry());
        RunRow row = store.find(whole.id()).orElseThrow();
        if (row.state() != RunState.FINISHED) {
          fixture.runner.resume(whole.id(), new Watcher() {
          });
          resumed++;
        }
        for (String file : List.of("result.json", "metrics.csv", "ledger.json")) {
          assertArrayEquals(LocalFixture.open(home, store, Disk.SYSTEM).file(whole, file), fixture.file(whole, file),
              file + " after event " + n);
        }
      }
    }
    assertTrue(resumed > 30, "resumed " + resumed);
    System.out.println("power loss: " + resumed + " runs taken up");
  }

  @Test
  void aSwapHasHappenedOrNotWhereverPowerFails() throws IOException {
    Path home = folder.resolve("home");
    RunRow calm = record(folder.resolve("calm"));
    recorder.events.clear();
    RunRow whole = record(home, new Replacement.Planned(SWAP,
        new Replacement(AlteredMixture.SLOT, AlteredMixture.part(AlteredMixture.Way.MIGRATES), true, "ada", "faster")));
    Set<String> images = new HashSet<>();
    int[] taken = new int[2];
    for (int n = 1; n <= recorder.events.size(); n++) {
      Path after = folder.resolve("swap-" + n);
      if (!images.add(image(n)) || !lay(home, after, n)) {
        continue;
      }
      try (SqliteRunStore store = new SqliteRunStore(new Home(after))) {
        RunnerFixture fixture = LocalFixture.open(after, store, Disk.SYSTEM, AlteredMixture.registry());
        boolean swapped = !store.swaps(whole.id()).isEmpty();
        if (store.find(whole.id()).orElseThrow().state() == RunState.FINISHED) {
          continue;
        }
        boolean planned = n % 2 == 0;
        if (!planned) {
          // What a person asked for dies with the process; a plan stays.
          Files.deleteIfExists(new Home(after).run(whole.id()).resolve(RunFolder.PLAN));
        }
        fixture.runner.resume(whole.id(), new Watcher() {
        });
        taken[swapped ? 1 : 0]++;
        for (String file : List.of("result.json", "metrics.csv")) {
          assertArrayEquals(LocalFixture.open(folder.resolve("calm"), store, Disk.SYSTEM).file(calm, file),
              fixture.file(whole, file), file + " after event " + n);
        }
        List<String> versions = store.ledger(whole.id()).stream().filter(e -> e.slot().equals(AlteredMixture.SLOT))
            .map(e -> e.source().version()).toList();
        assertEquals(
            swapped || planned
                ? List.of("1.0.0", AlteredMixture.version(AlteredMixture.Way.MIGRATES))
                : List.of("1.0.0"),
            versions,
            "after event " + n);
      }
    }
    assertTrue(taken[0] > 10 && taken[1] > 10, taken[0] + " before, " + taken[1] + " after");
    System.out.println("power loss at a swap: " + taken[0] + " runs taken up before it, " + taken[1] + " after it");
  }

  /** A digest of what is durable after n events. */
  private String image(int n) {
    StringBuilder image = new StringBuilder();
    new TreeMap<>(recorder.durable(n)).forEach((p, content) -> image.append(p).append(Trees.sha256(content)));
    recorder.events.subList(0, n).stream().filter(DiskRecorder.Commit.class::isInstance)
        .map(DiskRecorder.Commit.class::cast)
        .reduce((_, last) -> last).ifPresent(last -> image.append(Trees.sha256(last.database())));
    return image.toString();
  }

  /** Lays a home as power loss after n events leaves it; false before the run exists. */
  private boolean lay(Path home, Path after, int n) throws IOException {
    byte[] database = null;
    for (DiskRecorder.Event event : recorder.events.subList(0, n)) {
      database = event instanceof DiskRecorder.Commit commit ? commit.database() : database;
    }
    if (database == null) {
      return false;
    }
    Files.createDirectories(after);
    Files.write(new Home(after).database(), database);
    for (Map.Entry<Path, byte[]> file : recorder.durable(n).entrySet()) {
      Path target = after.resolve(home.relativize(file.getKey()));
      Files.createDirectories(target.getParent());
      Files.write(target, file.getValue());
    }
    return true;
  }
}
