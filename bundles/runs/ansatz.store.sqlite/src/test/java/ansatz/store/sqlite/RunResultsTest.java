package ansatz.store.sqlite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ansatz.experiment.Home;
import ansatz.experiment.RunFolder;
import ansatz.experiment.RunRow;
import ansatz.experiment.RunState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What lies in the folder of a finished run is what it left there. */
final class RunResultsTest {
  @TempDir
  Path folder;

  private SqliteRunStore store;
  private Path run;

  @BeforeEach
  void finished() throws IOException {
    Home home = new Home(folder);
    store = new SqliteRunStore(home);
    store.create(Child.run("r-1"));
    run = Files.createDirectories(home.run("r-1"));
    Files.writeString(run.resolve(RunFolder.LOCK), "{\"ansatz\":1}");
    Files.writeString(run.resolve(RunFolder.RESULT), "{\"best\":\"ridge\"}");
    Files.writeString(run.resolve(RunFolder.TIMINGS), "step,label,seconds\n");
    store.update(new RunRow("r-1", "", "", "", RunState.FINISHED, 9, 9, Instant.EPOCH, Instant.EPOCH, 1.5, "", "", ""));
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void untouchedFilesAndNewReportsAreFine() throws IOException {
    Files.writeString(run.resolve("report.html"), "rendered again");
    assertEquals(List.of(), store.verify(List.of()));
  }

  @Test
  void aChangedOrMissingFileIsNamed() throws IOException {
    Files.writeString(run.resolve(RunFolder.RESULT), "{\"best\":\"lasso\"}");
    Files.delete(run.resolve(RunFolder.LOCK));
    List<String> findings = store.verify(List.of());
    assertEquals(2, findings.size(), findings.toString());
    assertTrue(findings.getFirst().endsWith("link 2: file ansatz.lock is gone"), findings.getFirst());
    assertTrue(findings.getLast().contains("link 2: file result.json was changed since the run ended: its SHA-256 is "),
        findings.getLast());
  }

  @Test
  void aFileThatCannotBeReadIsNamedAndTheRestLookedAtAllTheSame() throws IOException {
    Path unreadable = Path.of("/proc/self/mem");
    assumeTrue(Files.isRegularFile(unreadable), "there is no file here that not even root can read");
    Files.delete(run.resolve(RunFolder.LOCK));
    Files.createSymbolicLink(run.resolve(RunFolder.LOCK), unreadable);
    Files.delete(run.resolve(RunFolder.RESULT));
    List<String> findings = store.verify(List.of());
    Files.delete(run.resolve(RunFolder.LOCK));
    assertEquals(2, findings.size(), findings.toString());
    assertTrue(findings.getFirst().contains("link 2: file ansatz.lock cannot be read: "), findings.getFirst());
    assertTrue(findings.getLast().endsWith("link 2: file result.json is gone"), findings.getLast());
  }

  @Test
  void aFolderThatIsGoneIsNamed() throws IOException {
    Files.move(run, folder.resolve("elsewhere"));
    assertTrue(store.verify(List.of()).getFirst().endsWith("its folder " + run + " is gone"));
  }
}
