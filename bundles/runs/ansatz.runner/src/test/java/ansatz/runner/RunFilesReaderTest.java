package ansatz.runner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import ansatz.data.files.Safetensors;
import ansatz.experiment.Disk;
import ansatz.experiment.Home;
import ansatz.experiment.RefusedException;
import ansatz.experiment.RunException;
import ansatz.experiment.RunFolder;
import ansatz.experiment.RunRow;
import ansatz.experiment.Runner.Watcher;
import ansatz.fixtures.RunnerFixture;
import ansatz.fixtures.SmallExperiments;
import ansatz.runner.home.internal.RunFilesReader;
import ansatz.store.sqlite.SqliteRunStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunFilesReaderTest {
  @TempDir
  Path folder;

  private SqliteRunStore store;
  private RunnerFixture fixture;

  @BeforeEach
  void open() {
    store = new SqliteRunStore(new Home(folder));
    fixture = LocalFixture.open(folder, store, Disk.SYSTEM);
  }

  @AfterEach
  void close() {
    store.close();
  }

  private RunRow run(boolean stopped) {
    return fixture.run(SmallExperiments.REGRESSION, new Watcher() {
      @Override
      public boolean stopRequested() {
        return stopped;
      }
    });
  }

  private String refusal(RunRow row, Path at) {
    RunFilesReader reader = new RunFilesReader(store, new Safetensors());
    return assertThrows(RunException.class, () -> reader.read(row, new RunFolder(at, Disk.SYSTEM))).getMessage();
  }

  @Test
  void aRunWhoseFolderIsGoneIsNamed() {
    RunRow row = run(false);
    Path gone = folder.resolve("gone");
    assertEquals("run " + row.name() + " cannot be read back: its folder " + gone
        + " is gone — the store still lists it: ansatz runs", refusal(row, gone));
  }

  @Test
  void aBrokenOrMissingFileIsNamedInOneLine() throws IOException {
    RunRow row = run(false);
    Path at = folder.resolve("runs").resolve(row.id());
    Files.writeString(at.resolve("result.json"), "{\n");
    assertEquals("run " + row.name() + " cannot be read back from " + at
        + ": result.json:2: not the JSON that was written there", refusal(row, at));
    Files.delete(at.resolve("result.json"));
    Files.delete(at.resolve("ansatz.lock"));
    assertEquals("run " + row.name() + " cannot be read back from " + at + ": ansatz.lock is missing",
        refusal(row, at));
  }

  @Test
  void aRunWhoseFolderIsGoneIsNotResumed() throws IOException {
    RunRow row = run(true);
    Files.move(folder.resolve("runs").resolve(row.id()), folder.resolve("elsewhere"));
    String message = assertThrows(RefusedException.class, () -> fixture.runner.resume(row.name(), new Watcher() {
    })).getMessage();
    assertEquals("run " + row.name() + " cannot be resumed: its folder " + folder.resolve("runs").resolve(row.id())
        + " is gone — put it back, or start another: ansatz run", message);
  }
}
