package ansatz.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ansatz.bundles.ContentStore;
import ansatz.experiment.Disk;
import ansatz.experiment.Home;
import ansatz.experiment.Plan;
import ansatz.experiment.RefusedException;
import ansatz.experiment.RunFiles;
import ansatz.experiment.RunState;
import ansatz.experiment.Source;
import ansatz.experiment.Swap;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReplayFolderTest {
  @TempDir
  Path temp;
  private ContentStore store;
  private final List<Map<String, Object>> bundles = new ArrayList<>();
  private String launcher;
  private String candidate;

  @BeforeEach
  void home() throws IOException {
    store = new ContentStore(new Home(temp.resolve("home")), Disk.SYSTEM);
    launcher = jar("ansatz.launcher");
    candidate = jar("ansatz.zoo 1.0.1");
    bundle("org.apache.felix.framework", "7.0.5", "lib");
    bundle("ansatz.cli", "1.0.0", "bundles/10/ansatz.cli.jar");
    bundle("ansatz.runner", "1.0.0", "bundles/50/ansatz.runner.jar");
    bundle("ansatz.zoo", "1.0.0", "parts");
  }

  /** @return the digest of a jar that holds its own name, now in the content store */
  private String jar(String content) throws IOException {
    Path jar = temp.resolve("built.jar");
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(jar))) {
      zip.putNextEntry(new ZipEntry("content"));
      zip.write(content.getBytes());
    }
    return store.put(jar);
  }

  private void bundle(String name, String version, String place) throws IOException {
    bundles.add(Map.of("bundle", name, "version", version, "sha256", jar(name + " " + version), "place", place));
  }

  private RunFiles run() throws IOException {
    Map<String, Object> dist = Map.of("lib",
        List.of(Map.of("file", "ansatz.launcher.jar", "sha256", launcher),
            Map.of("file", "org.apache.felix.framework.jar", "sha256", bundles.getFirst().get("sha256"))),
        "config", Map.of("jvm.options", "-Dx=1\n"));
    Path folder = Files.createDirectories(temp.resolve("run"));
    Files.writeString(folder.resolve("config.yaml"), "name: toy\n");
    Source one = new Source("ansatz.zoo", "1.0.0", (String) bundles.getLast().get("sha256"), new TreeMap<>());
    Source two = new Source("ansatz.zoo", "1.0.1", candidate,
        new TreeMap<>(Map.of("ansatz.runner@1.0.0", (String) bundles.get(2).get("sha256"))));
    Swap swap = new Swap(12, "model.em", Swap.Kind.SWAPPED, "em", one, "em", two, true, "ada", "", "", "", "");
    return MadeUpRuns.run(RunState.FINISHED, folder, Map.of("bundles", bundles, "dist", dist), Map.of(), List.of(),
        List.of(), List.of(swap));
  }

  @Test
  void theWholeDistributionStandsAsItWas() throws IOException {
    Path path = temp.resolve("replay");
    ReplayFolder folder = new ReplayFolder(path, store, run());
    Map<String, Object> set = folder.lay();
    for (String file : List.of("bundles/10/ansatz.cli.jar", "bundles/50/ansatz.runner.jar", "parts/ansatz.zoo.jar",
        "lib/ansatz.launcher.jar", "lib/org.apache.felix.framework.jar")) {
      assertTrue(Files.isRegularFile(folder.dist().resolve(file)), file);
    }
    assertEquals("-Dx=1\n", Files.readString(folder.dist().resolve("config/jvm.options")));
    assertEquals("name: toy\n", Files.readString(folder.config()));
    assertEquals("em@1.0.1", Plan.read(folder.plan()).getFirst().replacement().part());
    assertEquals(List.of("1.0.0"), versions(set, "standing"), "parts only");
    assertEquals(List.of("1.0.1"), versions(set, "beside"), "what came in later");
    folder.remove();
    assertFalse(Files.exists(path));
    assertTrue(store.holds(candidate), "links go, contents stay");
  }

  private static List<String> versions(Map<String, Object> set, String key) {
    return ((List<?>) set.get(key)).stream().map(entry -> {
      assertTrue(Files.isRegularFile(Path.of((String) ((Map<?, ?>) entry).get("file"))));
      return (String) ((Map<?, ?>) entry).get("version");
    }).toList();
  }

  @Test
  void whatTheStoreLacksIsNamed() throws IOException {
    RunFiles run = run();
    Files.delete(store.path(candidate));
    Files.delete(store.path((String) bundles.get(1).get("sha256")));
    String message = assertThrows(RefusedException.class,
        () -> new ReplayFolder(temp.resolve("replay"), store, run).lay()).getMessage();
    assertTrue(message.contains("the content store lacks ansatz.cli 1.0.0 (" + bundles.get(1).get("sha256").toString()
        .substring(0, 12) + "), ansatz.zoo 1.0.1"), message);
    assertFalse(Files.exists(temp.resolve("replay")), "nothing was begun");
  }

  @Test
  void aLockWithoutADistributionIsRefused() {
    RunFiles run = MadeUpRuns.run(RunState.FINISHED, temp, Map.of("bundles", List.of()), Map.of(), List.of(), List.of(),
        List.of());
    assertTrue(assertThrows(RefusedException.class, () -> new ReplayFolder(temp.resolve("replay"), store, run).lay())
        .getMessage().contains("does not say what the distribution was made of"));
  }
}
