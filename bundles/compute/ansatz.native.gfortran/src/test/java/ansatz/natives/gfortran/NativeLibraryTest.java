package ansatz.natives.gfortran;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NativeLibraryTest {
  private static final String RESOURCE = "/ansatz/natives/gfortran/NativeLibraryTest.class";

  @TempDir
  Path folder;

  private byte[] content;
  private NativeLibrary library;
  private String folderBefore;

  @BeforeEach
  void setUp() throws Exception {
    folderBefore = System.getProperty("ansatz.natives");
    System.setProperty("ansatz.natives", folder.toString());
    try (var in = NativeLibraryTest.class.getResourceAsStream(RESOURCE)) {
      content = in.readAllBytes();
    }
    String digest = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    library = new NativeLibrary(NativeLibraryTest.class, RESOURCE, content.length, digest);
  }

  @AfterEach
  void tearDown() {
    if (folderBefore == null) {
      System.clearProperty("ansatz.natives");
    } else {
      System.setProperty("ansatz.natives", folderBefore);
    }
  }

  @Test
  void unpacksOnceUnderItsDigest() throws IOException {
    Path file = library.unpack();
    assertEquals(folder.resolve(library.sha256()).resolve("NativeLibraryTest.class"), file);
    assertArrayEquals(content, Files.readAllBytes(file));
    var time = Files.getLastModifiedTime(file);
    assertEquals(file, library.unpack());
    assertEquals(time, Files.getLastModifiedTime(file));
  }

  @Test
  void replacesHalfAndDamagedFiles() throws IOException {
    Path file = library.unpack();
    Files.write(file, Arrays.copyOf(content, content.length / 2));
    assertArrayEquals(content, Files.readAllBytes(library.unpack()));
    byte[] damaged = content.clone();
    damaged[100] ^= 1;
    Files.write(file, damaged);
    assertArrayEquals(content, Files.readAllBytes(library.unpack()));
    Path sum = folder.resolve(library.sha256()).resolve("NativeLibraryTest.class.crc32");
    for (String half : new String[] {"", "0123"}) {
      Files.writeString(sum, half);
      Files.write(file, damaged);
      assertArrayEquals(content, Files.readAllBytes(library.unpack()));
      assertEquals(8, Files.readString(sum).length());
    }
    Files.delete(sum);
    Files.write(file, damaged);
    assertArrayEquals(content, Files.readAllBytes(library.unpack()));
    Files.delete(sum);
    library.unpack();
    assertEquals(8, Files.readString(sum).length());
  }

  @Test
  void manyMayUnpackAtOnceAndLeaveNothingElse() throws Exception {
    Callable<byte[]> unpack = () -> Files.readAllBytes(library.unpack());
    try (var pool = Executors.newFixedThreadPool(8)) {
      for (Future<byte[]> read : pool.invokeAll(Collections.nCopies(40, unpack))) {
        assertArrayEquals(content, read.get());
      }
    }
    try (Stream<Path> files = Files.list(folder.resolve(library.sha256()))) {
      assertEquals(List.of("NativeLibraryTest.class", "NativeLibraryTest.class.crc32"),
          files.map(file -> file.getFileName().toString()).sorted().toList());
    }
  }

  @Test
  void refusesOtherContentAndLeavesNothing() throws IOException {
    NativeLibrary other = new NativeLibrary(NativeLibraryTest.class, RESOURCE, content.length, "0".repeat(64));
    assertRefused("cannot be unpacked", other::unpack);
    try (Stream<Path> files = Files.list(folder.resolve(other.sha256()))) {
      assertEquals(0, files.count());
    }
    assertRefused("has no /nothing.so",
        () -> new NativeLibrary(NativeLibraryTest.class, "/nothing.so", 1, "1".repeat(64)).unpack());
  }

  @Test
  void namesTheFolderThatCannotBeWritten() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "not a folder");
    System.setProperty("ansatz.natives", file.toString());
    assertRefused("set the system property ansatz.natives to a writable folder", library::unpack);
  }

  @Test
  void saysWhyALibraryCannotBeLoaded() {
    assertRefused("invalid ELF header", library::open);
  }

  @Test
  void namesThePlatformItIsNotFor() {
    String arch = System.getProperty("os.arch");
    System.setProperty("os.arch", "aarch64");
    try {
      assertRefused("is built for linux-x86_64, this is " + System.getProperty("os.name") + " on aarch64",
          library::open);
    } finally {
      System.setProperty("os.arch", arch);
    }
  }

  private static void assertRefused(String reason, Callable<?> call) {
    IllegalStateException e = assertThrows(IllegalStateException.class, call::call);
    assertTrue(e.getMessage().contains(reason), e.getMessage());
  }
}
