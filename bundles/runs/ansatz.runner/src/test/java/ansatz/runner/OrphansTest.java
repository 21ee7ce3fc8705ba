package ansatz.runner;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ansatz.experiment.Disk;
import ansatz.experiment.Home;
import ansatz.experiment.RunRow;
import ansatz.experiment.Runner.Watcher;
import ansatz.store.sqlite.SqliteRunStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OrphansTest {
  @TempDir
  Path folder;

  @Test
  void onlyOldFoldersThatNoRowSpeaksOfGo() throws IOException {
    Home home = new Home(folder);
    try (SqliteRunStore store = new SqliteRunStore(home)) {
      RunRow run = new Bench(folder, store, Disk.SYSTEM).run(Bench.REGRESSION, new Watcher() {
      });
      Path old = Files.createDirectory(home.run("r-20250101-101010-00ab"));
      Files.writeString(old.resolve("config.yaml"), "x");
      Files.createDirectory(home.run("r-20250101-101010-00ac"));
      Files.createDirectory(home.run("notes"));
      FileTime past = FileTime.from(Instant.now().minus(Duration.ofHours(1)));
      for (Path each : new Path[] {old, home.run("notes"), home.run(run.id())}) {
        Files.setLastModifiedTime(each, past);
      }
      Orphans.sweep(home, store);
      try (Stream<Path> left = Files.list(home.runs())) {
        assertEquals(new TreeSet<>(java.util.Set.of(run.id(), "notes", "r-20250101-101010-00ac")),
            left.map(f -> f.getFileName().toString()).collect(Collectors.toCollection(TreeSet::new)));
      }
    }
  }
}
