package ansatz.runner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import ansatz.data.files.Safetensors;
import ansatz.experiment.Disk;
import ansatz.experiment.Home;
import ansatz.experiment.RunException;
import ansatz.experiment.RunRow;
import ansatz.experiment.Runner.Watcher;
import ansatz.store.sqlite.SqliteRunStore;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoredRunsTest {
  @TempDir
  Path folder;

  @Test
  void aRunWhoseFolderIsGoneIsNamed() {
    try (SqliteRunStore store = new SqliteRunStore(new Home(folder))) {
      RunRow row = new Bench(folder, store, Disk.SYSTEM).run(Bench.REGRESSION, new Watcher() {
      });
      Path gone = folder.resolve("gone");
      StoredRuns runs = new StoredRuns(store, new RunFolder(gone, Disk.SYSTEM), new Safetensors());
      assertEquals("run " + row.name() + " cannot be read back: its folder " + gone
          + " is gone — the store still lists it: ansatz runs",
          assertThrows(RunException.class, () -> runs.read(row)).getMessage());
    }
  }
}
