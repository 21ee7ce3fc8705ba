package ansatz.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScratchFolderTest {
  @TempDir
  Path tmp;

  @Test
  void foldersOfDeadProcessesAreSwept() throws IOException {
    Path dead = Files.createDirectories(tmp.resolve("17-1/framework/bundle1")).getParent().getParent();
    Files.writeString(dead.resolve("lock"), "");
    try (ScratchFolder own = ScratchFolder.take(tmp.resolve("18-1"))) {
      assertFalse(Files.exists(dead));
      assertTrue(Files.isDirectory(own.framework().getParent()));
    }
  }

  @Test
  void foldersInUseStay() {
    try (ScratchFolder first = ScratchFolder.take(tmp.resolve("1"));
        ScratchFolder second = ScratchFolder.take(tmp.resolve("2"))) {
      assertTrue(Files.isDirectory(first.framework().getParent()));
      assertTrue(Files.isDirectory(second.framework().getParent()));
    }
  }

  @Test
  void aFolderJustMadeForAnotherProcessStays() throws IOException {
    Path newborn = Files.createDirectories(tmp.resolve("19-1"));
    Path old = Files.createDirectories(tmp.resolve("16-1"));
    Files.setLastModifiedTime(old, FileTime.from(Instant.now().minus(Duration.ofHours(1))));
    ScratchFolder.take(tmp.resolve("20-1")).close();
    assertTrue(Files.exists(newborn));
    assertFalse(Files.exists(old));
  }

  @Test
  void closingLeavesNothingButFilesOfLibraries() throws IOException {
    ScratchFolder bare = ScratchFolder.take(tmp.resolve("a"));
    Files.createDirectories(bare.framework());
    bare.close();
    assertFalse(Files.exists(tmp.resolve("a")));
    ScratchFolder used = ScratchFolder.take(tmp.resolve("b"));
    Files.writeString(tmp.resolve("b/library.so"), "x");
    used.close();
    assertTrue(Files.exists(tmp.resolve("b/library.so")), "its own shutdown hook removes it");
  }

  @Test
  void closingAFolderThatSomebodyRemovedIsNoFailure() throws IOException {
    ScratchFolder folder = ScratchFolder.take(tmp.resolve("c"));
    Files.delete(tmp.resolve("c/lock"));
    Files.delete(tmp.resolve("c"));
    folder.close();
    ScratchFolder.take(tmp.resolve("c")).close();
  }

  @Test
  void startersAndEndersAtOnceDoNotHinderOneAnother() throws Exception {
    List<Process> processes = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      processes.add(new ProcessBuilder(ProcessHandle.current().info().command().orElseThrow(), "-cp",
          System.getProperty("java.class.path"), Churn.class.getName(), tmp.toString(), "p" + i)
          .redirectErrorStream(true)
          .start());
    }
    for (Process process : processes) {
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertEquals(0, process.waitFor(), said);
      assertEquals("", said);
    }
    try (Stream<Path> left = Files.list(tmp)) {
      assertEquals(List.of(".gate"), left.map(f -> f.getFileName().toString()).toList());
    }
  }

  /** A process that takes and gives back folders many times. */
  static final class Churn {
    private Churn() {}

    public static void main(String[] arguments) throws IOException {
      for (int i = 0; i < 60; i++) {
        try (ScratchFolder own = ScratchFolder.take(Path.of(arguments[0], arguments[1] + "-" + i))) {
          Files.createDirectories(own.framework().resolve("bundle1"));
          Files.writeString(own.framework().resolve("bundle1/info"), "x");
        }
      }
    }
  }

  @Test
  void whatCannotBeTidiedMakesNeitherStartNorEndFail() throws IOException {
    Path odd = Files.createDirectories(tmp.resolve("17-1"));
    Files.createDirectories(odd.resolve("lock"));
    ScratchFolder folder = ScratchFolder.take(tmp.resolve("18-1"));
    assertTrue(Files.exists(odd));
    Files.delete(tmp.resolve(".gate"));
    Files.createDirectory(tmp.resolve(".gate"));
    folder.close();
    Files.delete(tmp.resolve(".gate"));
    ScratchFolder.take(tmp.resolve("18-1")).close();
  }

  @Test
  void aFolderThatCannotBeIsNamed() throws IOException {
    Path file = Files.writeString(tmp.resolve("file"), "");
    BootException e = assertThrows(BootException.class, () -> ScratchFolder.take(file.resolve("x")));
    assertTrue(e.getMessage().contains(file.toString()), e.getMessage());
    assertEquals(true, e.getMessage().contains("ANSATZ_HOME"));
  }
}
