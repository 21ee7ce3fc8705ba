package ansatz.runner.home.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ansatz.experiment.Disk;
import ansatz.experiment.Home;
import ansatz.experiment.RunException;
import ansatz.experiment.RunRow;
import ansatz.experiment.RunStore;
import ansatz.experiment.Runner.Watcher;
import ansatz.fixtures.SmallExperiments;
import ansatz.runner.LocalFixture;
import ansatz.store.sqlite.SqliteRunStore;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OrphanedFoldersTest {
  @TempDir
  Path folder;

  @Test
  void onlyOldFoldersThatNoRowSpeaksOfGo() throws IOException {
    Home home = new Home(folder);
    try (SqliteRunStore store = new SqliteRunStore(home)) {
      RunRow run = LocalFixture.open(folder, store, Disk.SYSTEM).run(SmallExperiments.REGRESSION, new Watcher() {
      });
      Path old = Files.createDirectory(home.run("r-20250101-101010-00ab"));
      Files.writeString(old.resolve("config.yaml"), "x");
      Files.createDirectory(home.run("r-20250101-101010-00ac"));
      Files.createDirectory(home.run("notes"));
      FileTime past = FileTime.from(Instant.now().minus(Duration.ofHours(1)));
      for (Path each : new Path[] {old, home.run("notes"), home.run(run.id())}) {
        Files.setLastModifiedTime(each, past);
      }
      OrphanedFolders.sweep(home, store);
      try (Stream<Path> left = Files.list(home.runs())) {
        assertEquals(new TreeSet<>(java.util.Set.of(run.id(), "notes", "r-20250101-101010-00ac")),
            left.map(f -> f.getFileName().toString()).collect(Collectors.toCollection(TreeSet::new)));
      }
    }
  }

  /** A store of which nothing but the list of runs may be asked. */
  private static RunStore store(Supplier<List<RunRow>> list) {
    return (RunStore) Proxy.newProxyInstance(RunStore.class.getClassLoader(), new Class<?>[] {RunStore.class},
        (_, method, _) -> {
          assertEquals("list", method.getName());
          return list.get();
        });
  }

  private Home orphans(int number) throws IOException {
    Home home = new Home(folder);
    for (int i = 0; i < number; i++) {
      Path old = Files.createDirectories(home.run("r-20250101-101010-%04x".formatted(i)));
      Files.writeString(old.resolve("config.yaml"), "x");
      Files.writeString(old.resolve("lock"), "");
      Files.setLastModifiedTime(old, FileTime.from(Instant.now().minus(Duration.ofHours(1))));
    }
    return home;
  }

  @Test
  void startersThatSweepTheSameFoldersAtOnceBothGoOn() throws Exception {
    Home home = orphans(300);
    try (ExecutorService starters = Executors.newFixedThreadPool(4)) {
      List<Callable<Void>> sweeps = Collections.nCopies(4, () -> {
        OrphanedFolders.sweep(home, store(List::of));
        return null;
      });
      for (Future<Void> sweep : starters.invokeAll(sweeps)) {
        sweep.get();
      }
    }
    try (Stream<Path> left = Files.list(home.runs())) {
      assertTrue(left.allMatch(f -> f.resolve("lock").toFile().exists() || f.toFile().list().length == 0),
          "what one looked into while another removed it is left empty for the next sweep");
    }
  }

  @Test
  void aSweepThatFailsRefusesNoRun() throws IOException {
    Home home = orphans(1);
    OrphanedFolders.sweep(home, store(() -> {
      throw new RunException("database is locked");
    }));
    assertTrue(Files.exists(home.run("r-20250101-101010-0000")));
  }
}
