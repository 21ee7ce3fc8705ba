package ansatz.experiment;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiskTest {
  @TempDir
  Path folder;

  /** The files that were really forced while something ran, as the flight recorder saw it. */
  private List<String> forced(Action action) throws IOException {
    try (Recording recording = new Recording()) {
      recording.enable("jdk.FileForce").withThreshold(Duration.ZERO);
      recording.start();
      action.run();
      recording.stop();
      Path file = folder.resolve("flight.jfr");
      recording.dump(file);
      return RecordingFile.readAllEvents(file).stream().map((RecordedEvent e) -> e.getString("path"))
          .filter(path -> path != null && path.startsWith(folder.toString())).toList();
    }
  }

  private interface Action {
    void run() throws IOException;
  }

  @Test
  void replaceForcesTheContentAndThenTheName() throws IOException {
    Path file = folder.resolve("result.json");
    assertEquals(List.of(folder + "/result.json.tmp", folder.toString()),
        forced(() -> Disk.SYSTEM.replace(file, new byte[] {1, 2, 3})));
    assertArrayEquals(new byte[] {1, 2, 3}, Files.readAllBytes(file));
    assertFalse(Files.exists(folder.resolve("result.json.tmp")));
  }

  @Test
  void whatCannotBeRenamedLeavesTheOldFileAndNoTemp() throws IOException {
    Path target = Files.createDirectories(folder.resolve("taken/inside")).getParent();
    assertThrows(IOException.class, () -> Disk.SYSTEM.replace(target, new byte[] {1}));
    assertFalse(Files.exists(folder.resolve("taken.tmp")));
    assertEquals(true, Files.isDirectory(target.resolve("inside")));
  }
}
