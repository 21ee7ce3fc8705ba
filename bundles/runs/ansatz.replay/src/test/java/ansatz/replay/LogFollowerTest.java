package ansatz.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogFollowerTest {
  @TempDir
  Path folder;

  @Test
  void wholeLinesArePassedOnOnce() throws Exception {
    Path file = folder.resolve("child.log");
    List<String> lines = new ArrayList<>();
    try (LogFollower relay = new LogFollower(file, lines::add)) {
      relay.pass();
      Files.writeString(file, "step 1/40\nstep 2");
      relay.pass();
      relay.pass();
      assertEquals(List.of("step 1/40"), lines);
      Files.writeString(file, "/40  ✓\n", StandardOpenOption.APPEND);
      relay.pass();
    }
    assertEquals(List.of("step 1/40", "step 2/40  ✓"), lines);
  }

  @Test
  void muchThatHasComeSinceIsPassedOnAtOnce() throws Exception {
    Path file = folder.resolve("child.log");
    Files.writeString(file, ("x".repeat(999) + "\n").repeat(3000) + "end\n");
    List<String> lines = new ArrayList<>();
    try (LogFollower relay = new LogFollower(file, lines::add)) {
      relay.pass();
    }
    assertEquals(3001, lines.size());
    assertEquals("end", lines.getLast());
  }
}
