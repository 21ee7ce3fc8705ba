package ansatz.store.sqlite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ansatz.experiment.Home;
import ansatz.experiment.RunException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A disk that is full, or may only be read: a clear message, reads that go on, nothing lost. */
final class SmallDiskTest {
  @TempDir
  Path folder;

  private Path home;

  @BeforeEach
  void home() throws IOException {
    home = Files.createDirectory(folder.resolve("home"));
  }

  @Test
  void aFullDiskIsSaidAndNothingAcknowledgedIsLost() throws Exception {
    requireMounts();
    try (Child child = Child.start(inOwnMounts("mount -t tmpfs -o size=3m none '" + home + "'"), home, "full", "r-1")) {
      String said = child.says();
      assertEquals(0, child.exitCode());
      assertTrue(said.matches("full after \\d{3,} steps: the disk of .*/home is full: .*"), said);
    }
  }

  @Test
  void aDiskThatMayOnlyBeReadIsSaid() throws Exception {
    requireMounts();
    try (SqliteRunStore store = new SqliteRunStore(new Home(home))) {
      store.create(Child.run("r-1"));
    }
    String readOnly = "mount --bind '" + home + "' '" + home + "' && mount -o remount,bind,ro '" + home + "'";
    try (Child child = Child.start(inOwnMounts(readOnly), home, "read", "r-1")) {
      assertEquals("r-1", child.says());
      String said = child.says();
      assertTrue(said.contains("ansatz.sqlite cannot be written") && said.contains("ANSATZ_HOME=FOLDER"), said);
      assertEquals(0, child.exitCode());
    }
  }

  @Test
  void aHomeThatIsAFileIsSaid() throws Exception {
    Path file = Files.writeString(folder.resolve("file"), "x");
    try (SqliteRunStore store = new SqliteRunStore(new Home(file.resolve("home")))) {
      String said = assertThrows(RunException.class, store::list).getMessage();
      assertTrue(said.contains(file + "/home cannot be used") && said.contains("ANSATZ_HOME=FOLDER"), said);
      assertTrue(store.problems().toString().contains("cannot be used"));
    }
  }

  private static List<String> inOwnMounts(String mount) {
    return List.of("unshare", "-Urm", "sh", "-c", mount + " && exec \"$@\"", "sh");
  }

  private void requireMounts() throws InterruptedException {
    int code;
    try {
      code = new ProcessBuilder(List.of("unshare", "-Urm", "mount", "-t", "tmpfs", "none", folder.toString())).start()
          .waitFor();
    } catch (IOException e) {
      code = -1;
    }
    assumeTrue(code == 0, "skipped: this machine does not permit `unshare -Urm mount`");
  }
}
