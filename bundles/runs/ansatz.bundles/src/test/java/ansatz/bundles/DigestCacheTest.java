package ansatz.bundles;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ansatz.experiment.Disk;
import ansatz.experiment.Trees;
import java.io.IOException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DigestCacheTest {
  /** When the files of a test have settled. */
  private static final InstantSource LATER = () -> Instant.now().plusSeconds(10);

  @TempDir
  Path folder;

  private Path jar(String name, String... entries) throws IOException {
    Path jar = folder.resolve(name);
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(jar))) {
      for (String entry : entries) {
        zip.putNextEntry(new ZipEntry(entry));
        zip.write(entry.getBytes());
        zip.closeEntry();
      }
    }
    return jar;
  }

  @Test
  void theDigestIsOfContentNotOfOrderOrMavenFiles() throws IOException {
    assertEquals(ContentDigest.of(jar("a.jar", "x", "y")),
        ContentDigest.of(jar("b.jar", "y", "x", "META-INF/maven/p")));
    assertNotEquals(ContentDigest.of(jar("a.jar", "x", "y")), ContentDigest.of(jar("c.jar", "x", "z")));
  }

  @Test
  void aChangedFileIsReadAgainEvenIfItsSizeAndDateAreTheOldOnes() throws IOException {
    Path jar = jar("a.jar", "x", "y");
    FileTime date = Files.getLastModifiedTime(jar);
    DigestCache cache = new DigestCache(folder.resolve("digests.json"), Disk.SYSTEM, LATER);
    String before = cache.of(jar);
    cache.save();
    assertEquals(before, new DigestCache(folder.resolve("digests.json"), Disk.SYSTEM, LATER).of(jar));
    jar("a.jar", "x", "z");
    Files.setLastModifiedTime(jar, date);
    String after = new DigestCache(folder.resolve("digests.json"), Disk.SYSTEM, LATER).of(jar);
    assertEquals(ContentDigest.of(jar), after);
    assertNotEquals(before, after);
  }

  @Test
  void whatWasWrittenJustNowIsNotRemembered() throws IOException {
    Path file = folder.resolve("digests.json");
    Path jar = jar("a.jar", "x");
    DigestCache cache = new DigestCache(file, Disk.SYSTEM);
    assertEquals(ContentDigest.of(jar), cache.of(jar));
    cache.save();
    assertFalse(Files.exists(file), "it may be written again within the same tick of the clock");
  }

  @Test
  void aBrokenCacheIsNoHindrance() throws IOException {
    Path file = Files.writeString(folder.resolve("digests.json"), "{");
    Path jar = jar("a.jar", "x");
    assertEquals(ContentDigest.of(jar), new DigestCache(file, Disk.SYSTEM, LATER).of(jar));
  }

  @Test
  void twoProcessesThatWriteAtOnceBothSucceed() throws IOException {
    Path file = folder.resolve("digests.json");
    DigestCache other = new DigestCache(file, Disk.SYSTEM, LATER);
    other.of(jar("a.jar", "x"));
    Disk interrupted = (Disk) Proxy.newProxyInstance(Disk.class.getClassLoader(), new Class<?>[] {Disk.class},
        (proxy, method, arguments) -> {
          if (method.getName().equals("rename")) {
            other.save();
          }
          return method.isDefault()
              ? InvocationHandler.invokeDefault(proxy, method, arguments)
              : method.invoke(Disk.SYSTEM, arguments);
        });
    Path jar = jar("b.jar", "y");
    DigestCache cache = new DigestCache(file, interrupted, LATER);
    cache.of(jar);
    cache.save();
    assertEquals(Set.of(jar.toString()), Trees.fromJson(Files.readAllBytes(file)).keySet());
    try (Stream<Path> left = Files.list(folder)) {
      assertEquals(Set.of("a.jar", "b.jar", "digests.json"),
          left.map(f -> f.getFileName().toString()).collect(Collectors.toSet()));
    }
  }

  @Test
  void whatTwoCachesFoundOutIsKeptAndWhatKilledProcessesLeftIsSwept() throws IOException {
    Path file = folder.resolve("digests.json");
    Path dead = Files.writeString(folder.resolve("digests.json.dead.tmp"), "{");
    Files.setLastModifiedTime(dead, FileTime.from(Instant.now().minusSeconds(90)));
    Path living = Files.writeString(folder.resolve("digests.json.living.tmp"), "{");
    DigestCache one = new DigestCache(file, Disk.SYSTEM, LATER);
    DigestCache other = new DigestCache(file, Disk.SYSTEM, LATER);
    one.of(jar("a.jar", "x"));
    other.of(jar("b.jar", "y"));
    one.save();
    other.save();
    assertEquals(2, Trees.fromJson(Files.readAllBytes(file)).size());
    assertFalse(Files.exists(dead));
    assertTrue(Files.exists(living));
  }
}
