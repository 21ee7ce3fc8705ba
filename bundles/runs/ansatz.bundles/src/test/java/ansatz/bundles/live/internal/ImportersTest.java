package ansatz.bundles.live.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ansatz.bundles.Generation.State;
import ansatz.experiment.RefusedException;
import ansatz.experiment.Trees;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A part that imports from another one, of which new versions come. */
class ImportersTest {
  @TempDir
  Path folder;

  private LiveSetsFixture bench;
  private Path one;

  @BeforeEach
  void prepare() throws Exception {
    bench = new LiveSetsFixture(folder);
    one = bench.builtIn(lib("1.0.0", "one"));
    bench.staged(CompiledBundle.offering("user", "1.0.0", "\"user on \" + lib.Lib.value()")
        .header("Import-Package", "lib;version=\"[1.0,2)\"").seeing(one).to(folder), "user", "1.0.0",
        Map.of("lib", "lib@1.0.0"));
    bench.catalogue.promote(Map.of("user", "1.0.0"), State.GOOD, "");
  }

  @AfterEach
  void close() throws Exception {
    bench.close();
  }

  private static CompiledBundle lib(String version, String value) {
    return new CompiledBundle("lib", version).header("Export-Package", "lib;version=\"" + version + "\"")
        .source("lib.Lib", "package lib; public class Lib { public static String value() { return \"" + value
            + "\"; } }");
  }

  /** Stages the library's next version and makes it what new work uses. */
  private void promoteLib(List<String> triedWith) throws Exception {
    bench.staged(lib("1.1.0", "two").to(folder), "lib", "1.1.0", Map.of(), triedWith);
    bench.catalogue.promote(Map.of("user", "1.0.0", "lib", "1.1.0"), State.NEW, "");
  }

  @Test
  void theVersionInForceIsTakenWhereBothWereTriedTogether() throws Exception {
    LiveSets live = bench.boot();
    long standing = live.provide(LiveSetsFixture.KIND, "user", null);
    assertEquals("user on one", bench.says(standing));
    promoteLib(List.of("user@1.0.0"));
    long fresh = live.provide(LiveSetsFixture.KIND, "user", null);
    assertNotEquals(standing, fresh);
    assertEquals("user on two", bench.says(fresh));
    assertEquals(fresh, live.provide(LiveSetsFixture.KIND, "user", null), "loaded once");
    assertEquals("user@1.0.0", live.locate(LiveSetsFixture.KIND, "user", null));
    assertEquals(standing, live.provide(LiveSetsFixture.KIND, "user", "1.0.0"), "what runs keeps what it has");
    assertTrue(live.unload("lib", "1.1.0", List.of()).gone());
    assertEquals("user on one", bench.says(standing));
  }

  @Test
  void elseItKeepsTheOneItWasAdmittedWith() throws Exception {
    LiveSets live = bench.boot();
    promoteLib(List.of());
    assertEquals(live.provide(LiveSetsFixture.KIND, "user", "1.0.0"), live.provide(LiveSetsFixture.KIND, "user", null));
    assertEquals(List.of("lib@1.0.0", "user@1.0.0"), bench.labels(), "nothing is loaded again and again");
  }

  @Test
  void aChildTakesWhatIsInForceForItsParent() throws Exception {
    LiveSets parent = bench.boot();
    promoteLib(List.of("user@1.0.0"));
    Path file = Files.write(folder.resolve("set.json"), Trees.json(parent.bootSet(List.of("user@1.0.0"))));
    bench.close();
    try (LiveSetsFixture child = new LiveSetsFixture(folder.resolve("child"))) {
      child.properties.put(LiveSets.BOOT_SET, file.toString());
      LiveSets live = child.boot();
      assertEquals("user on one", child.says(live.provide(LiveSetsFixture.KIND, "user", "1.0.0")));
      assertEquals("user on two", child.says(live.provide(LiveSetsFixture.KIND, "user", null)));
    }
  }

  @Test
  void theyAreLoadedWithAVersionToBeTriedTogether() throws Exception {
    bench.staged(lib("1.1.0", "two").to(folder), "lib", "1.1.0", Map.of());
    LiveSets live = bench.boot();
    List<Long> importers = live.load("lib@1.1.0");
    assertEquals(List.of("user on two"), importers.stream().map(bench::says).toList());
    assertTrue(live.unload("lib", "1.1.0", List.of()).gone());
    assertEquals(List.of("lib@1.0.0", "user@1.0.0"), bench.labels());
    assertEquals(List.of(), live.load("user@1.0.0"), "nobody imports from it");
  }

  @Test
  void oneThatDoesNotGoWithAVersionIsNamed() throws Exception {
    bench.staged(lib("2.0.0", "three").to(folder), "lib", "2.0.0", Map.of());
    LiveSets live = bench.boot();
    RefusedException e = assertThrows(RefusedException.class, () -> live.load("lib@2.0.0"));
    assertEquals("user@1.0.0 does not go with lib@2.0.0: user lacks package lib: wanted [1.0.0,2.0.0), present 2.0.0 "
        + "of lib@2.0.0 — let it import both, and promote that first", e.getMessage());
    assertEquals(List.of("lib@1.0.0", "user@1.0.0"), bench.labels());
  }
}
