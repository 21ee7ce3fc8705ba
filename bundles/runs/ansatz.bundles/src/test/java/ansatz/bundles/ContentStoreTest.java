package ansatz.bundles;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ansatz.bundles.library.internal.Quarantine;
import ansatz.experiment.Disk;
import ansatz.experiment.Home;
import ansatz.experiment.RunException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ContentStoreTest {
  @TempDir
  Path folder;

  private Path jar(String name, String content) throws IOException {
    Path jar = folder.resolve(name);
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(jar))) {
      zip.putNextEntry(new ZipEntry("content"));
      byte[] noise = new byte[5000];
      new Random(content.hashCode()).nextBytes(noise);
      zip.write(noise);
    }
    return jar;
  }

  private Home home() {
    return new Home(folder.resolve("home"));
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(home().bundles())) {
      return files.filter(Files::isRegularFile).filter(f -> !f.endsWith(".gate")).sorted().toList();
    }
  }

  /** A disk of which is known what power loss would leave: what was forced, under names that were forced. */
  private static class Cautious implements Disk {
    private final Map<Path, byte[]> cached = new HashMap<>();
    private final Map<Path, byte[]> forced = new HashMap<>();
    final Map<Path, byte[]> durable = new HashMap<>();
    final List<Map<Path, byte[]>> history = new ArrayList<>();
    String failing = "";

    private void step(String what) throws IOException {
      history.add(Map.copyOf(durable));
      if (what.equals(failing)) {
        throw new IOException("no space left on device");
      }
    }

    @Override
    public void write(Path file, byte[] content) throws IOException {
      step("write");
      Disk.SYSTEM.write(file, content);
      cached.put(file, content.clone());
      forced.put(file, new byte[0]);
    }

    @Override
    public void force(Path file) throws IOException {
      step("force");
      Disk.SYSTEM.force(file);
      forced.put(file, cached.get(file));
    }

    @Override
    public void rename(Path from, Path to) throws IOException {
      step("rename");
      Disk.SYSTEM.rename(from, to);
      forced.put(to, forced.remove(from));
    }

    @Override
    public void makeFolder(Path made) throws IOException {
      Disk.SYSTEM.makeFolder(made);
    }

    @Override
    public void forceFolder(Path forcedFolder) throws IOException {
      step("forceFolder");
      forced.forEach((file, content) -> {
        if (file.getParent().equals(forcedFolder)) {
          durable.put(file, content);
        }
      });
    }

    @Override
    public byte[] read(Path file) throws IOException {
      return Disk.SYSTEM.read(file);
    }

    @Override
    public void delete(Path file) throws IOException {
      Disk.SYSTEM.delete(file);
    }
  }

  @Test
  void whatIsAcknowledgedIsDurableAndWhatIsThereIsWholeWheneverPowerFails() throws IOException {
    Cautious disk = new Cautious();
    ContentStore store = new ContentStore(home(), disk);
    Path one = jar("one.jar", "one");
    Path two = jar("two.jar", "two");
    String sha256 = store.put(one);
    Map<Path, String> kept = store.keep(List.of(one, two), new DigestCache(folder.resolve("digests.json"), disk));
    store.putVerdict(store.verdict(sha256), "{}\n".getBytes());
    assertEquals(sha256, kept.get(one));
    for (Path file : List.of(store.path(sha256), store.path(kept.get(two)), store.verdict(sha256))) {
      assertEquals(Files.size(file), disk.durable.get(file).length, file + " is not durable");
    }
    for (Map<Path, byte[]> left : disk.history) {
      for (Map.Entry<Path, byte[]> file : left.entrySet()) {
        assertTrue(file.getValue().length == Files.size(file.getKey()), file.getKey() + " would be there in part");
      }
    }
    assertTrue(disk.history.size() > 9, disk.history.size() + " operations");
  }

  @Test
  void whereTheDiskFailsNothingIsThereAndNothingIsLeft() throws IOException {
    for (String failing : List.of("write", "force", "rename")) {
      Cautious disk = new Cautious();
      disk.failing = failing;
      ContentStore store = new ContentStore(home(), disk);
      RunException failure = assertThrows(RunException.class, () -> store.put(jar("one.jar", "one")));
      assertTrue(failure.getMessage().contains("no space left on device"), failure.getMessage());
      assertEquals(List.of(), files(), failing);
      try (Stream<Path> left = Files.list(home().bundles().resolve("quarantine"))) {
        assertEquals(0, left.count(), failing);
      }
    }
  }

  @Test
  void aDiskThatDoesNotKeepWhatItIsGivenIsNoticed() throws IOException {
    Disk forgetful = new Cautious() {
      @Override
      public void force(Path file) throws IOException {
        byte[] content = Files.readAllBytes(file);
        content[content.length / 3] ^= 1;
        Files.write(file, content);
      }
    };
    ContentStore store = new ContentStore(home(), forgetful);
    Path jar = jar("one.jar", "one");
    assertThrows(RunException.class, () -> store.put(jar));
    assertThrows(RunException.class,
        () -> store.keep(List.of(jar), new DigestCache(folder.resolve("d.json"), Disk.SYSTEM)));
    assertEquals(List.of(), files());
  }

  @Test
  void manyMayPutTheSameAtOnceAndItIsThereOnce() throws Exception {
    Path jar = jar("one.jar", "one");
    try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
      Callable<String> put = () -> new ContentStore(home(), Disk.SYSTEM).put(jar);
      for (Future<String> sha256 : threads.invokeAll(Collections.nCopies(40, put))) {
        assertEquals(ContentDigest.of(jar), sha256.get());
      }
    }
    assertEquals(List.of(new ContentStore(home(), Disk.SYSTEM).path(ContentDigest.of(jar))), files());
  }

  @Test
  void damageIsFoundAndMendedByPuttingItAgain() throws IOException {
    ContentStore store = new ContentStore(home(), Disk.SYSTEM);
    Path jar = jar("one.jar", "one");
    Path file = store.path(store.put(jar));
    assertEquals(List.of(), store.verify());
    byte[] content = Files.readAllBytes(file);
    content[content.length / 2] ^= 1;
    Files.write(file, content);
    assertEquals(1, store.verify().size());
    assertTrue(store.verify().getFirst().contains(file + " is damaged"));
    store.put(jar);
    assertEquals(List.of(), store.verify());
  }

  @Test
  void whatDeadProcessesLeftIsSweptAndWhatLivingOnesHoldStays() throws IOException {
    Path dead = Files.createDirectories(home().bundles().resolve("quarantine").resolve("dead"));
    Files.writeString(dead.resolve("lock"), "");
    Files.writeString(dead.resolve("candidate.jar"), "half");
    Path held;
    try (Quarantine living = Quarantine
        .take(home().bundles())) {
      held = living.folder();
      new ContentStore(home(), Disk.SYSTEM).put(jar("one.jar", "one"));
      assertFalse(Files.exists(dead));
      assertTrue(Files.exists(held));
    }
    assertFalse(Files.exists(held));
  }
}
