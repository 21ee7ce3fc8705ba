package ansatz.runner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ansatz.experiment.Disk;
import ansatz.experiment.Home;
import ansatz.experiment.RefusedException;
import ansatz.experiment.RunRow;
import ansatz.experiment.RunState;
import ansatz.experiment.Runner.Watcher;
import ansatz.experiment.Work.StepReport;
import ansatz.fixtures.RunnerFixture;
import ansatz.store.sqlite.SqliteRunStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChangedDataTest {
  @TempDir
  Path folder;

  @Test
  void aRunIsNotResumedOnOtherDataEvenWithoutACheckpoint() throws IOException {
    StringBuilder csv = new StringBuilder("a,y\n");
    for (int i = 0; i < 30; i++) {
      csv.append(i * i % 7).append(',').append(i).append('\n');
    }
    Path file = Files.writeString(folder.resolve("rows.csv"), csv);
    String yaml = "{data: {file: rows.csv, target: y}, report: false, fit: {validation: {folds: 3}, models: {ols: {}}}}";
    try (SqliteRunStore store = new SqliteRunStore(new Home(folder))) {
      RunnerFixture fixture = LocalFixture.open(folder, store, Disk.SYSTEM);
      RunRow run = fixture.run(yaml, new Watcher() {
        private boolean stepped;

        @Override
        public void stepped(StepReport report, long done, long total) {
          stepped = true;
        }

        @Override
        public boolean stopRequested() {
          return stepped;
        }
      });
      removeCheckpoints(run);
      Files.writeString(file, csv + "1,2\n");
      String message = assertThrows(RefusedException.class, () -> fixture.runner.resume(run.name(), new Watcher() {
      })).getMessage();
      assertTrue(message.contains("the data have changed since it started: fingerprint was "), message);
      assertEquals(RunState.INTERRUPTED, fixture.runner.find(run.name()).state());
      Files.writeString(file, csv);
      assertEquals(RunState.FINISHED, fixture.runner.resume(run.name(), new Watcher() {
      }).state());
    }
  }

  private void removeCheckpoints(RunRow run) throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve("runs").resolve(run.id()))) {
      for (Path file : files.filter(f -> f.getFileName().toString().startsWith("checkpoint-")).toList()) {
        Files.delete(file);
      }
    }
  }
}
