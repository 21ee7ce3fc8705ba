package ansatz.bundles.live.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ansatz.bundles.Generation.State;
import ansatz.bundles.LiveBundles.Loaded;
import ansatz.experiment.RefusedException;
import ansatz.experiment.Trees;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With which parts a process starts. */
class BootTest {
  @TempDir
  Path folder;

  private final PrintStream err = System.err;
  private final ByteArrayOutputStream warned = new ByteArrayOutputStream();
  private LiveSetsFixture bench;

  @BeforeEach
  void prepare() throws Exception {
    bench = new LiveSetsFixture(folder);
    bench.builtIn(CompiledBundle.offering("other", "1.0.0", "0"));
    bench.builtIn(CompiledBundle.offering("part", "1.0.0", "\"one\""));
    System.setErr(new PrintStream(warned, true, StandardCharsets.UTF_8));
  }

  @AfterEach
  void close() throws Exception {
    System.setErr(err);
    bench.close();
  }

  private String warning() {
    return warned.toString(StandardCharsets.UTF_8);
  }

  @Test
  void aPromotedVersionTakesThePlaceOfTheBuiltInOne() throws Exception {
    bench.staged(CompiledBundle.offering("part", "1.1.0", "\"two\""), "part", "1.1.0");
    bench.catalogue.promote(Map.of("part", "1.1.0"), State.NEW, "");
    LiveSets live = bench.boot();
    assertEquals(List.of("other@1.0.0", "part@1.1.0"), bench.labels());
    assertEquals("two", bench.says(live.provide(LiveSetsFixture.KIND, "part", null)));
    assertEquals(State.GOOD, bench.catalogue.state(1));
    assertEquals("one", bench.says(live.provide(LiveSetsFixture.KIND, "part", "1.0.0")),
        "the built-in one may come beside it");
    assertEquals("", warning());
  }

  @Test
  void oneThatDoesNotStartIsWarnedOfAndLeavesNothing() throws Exception {
    bench.staged(new CompiledBundle("part", "1.1.0").starting("part", "Thread.sleep(60_000);"), "part", "1.1.0");
    bench.catalogue.promote(Map.of("part", "1.1.0"), State.NEW, "");
    LiveSets live = bench.boot();
    assertEquals(List.of("other@1.0.0", "part@1.0.0"), bench.labels());
    assertEquals(State.BAD, bench.catalogue.state(1));
    assertEquals("warning: generation 1 of promoted bundles (promote {part=1.1.0}) is left aside for the newest good "
        + "one: bundle part 1.1.0 does not start: it hangs; given up after 0.7 s\n", warning());
    assertTrue(live.promoted("part", "1.0.0"));
    assertEquals("one", bench.says(live.provide(LiveSetsFixture.KIND, "part", null)));
  }

  @Test
  void oneWhoseFileIsGoneIsWarnedOf() throws Exception {
    Files.delete(folder.resolve("home/bundles")
        .resolve(bench.staged(CompiledBundle.offering("part", "1.1.0", "0"), "part", "1.1.0").sha256() + ".jar"));
    bench.catalogue.promote(Map.of("part", "1.1.0"), State.NEW, "");
    bench.boot();
    assertEquals(List.of("other@1.0.0", "part@1.0.0"), bench.labels());
    assertTrue(warning().contains("cannot install"), warning());
  }

  @Test
  void safeModeStartsTheBuiltInPartsOnly() throws Exception {
    bench.staged(CompiledBundle.offering("part", "1.1.0", "\"two\""), "part", "1.1.0");
    bench.catalogue.promote(Map.of("part", "1.1.0"), State.NEW, "");
    bench.properties.put("ansatz.safe", "true");
    LiveSets live = bench.boot();
    assertEquals("one", bench.says(live.provide(LiveSetsFixture.KIND, "part", null)));
    assertEquals(State.NEW, bench.catalogue.state(1), "nothing was tried");
    assertTrue(live.promoted("part", "1.0.0"));
  }

  @Test
  void theDistributionsOwnPartThatLacksAPackageIsNamed() throws Exception {
    bench.builtIn(new CompiledBundle("broken", "1.2.3").header("Import-Package", "not.there;version=\"[1.0,2)\""));
    RefusedException e = assertThrows(RefusedException.class, bench::boot);
    assertEquals("bundle broken 1.2.3 does not start: broken lacks package not.there: wanted [1.0.0,2.0.0), present "
        + "none", e.getMessage());
  }

  @Test
  void aChildStartsWithWhatItsParentSays() throws Exception {
    bench.staged(CompiledBundle.offering("part", "1.1.0", "\"two\""), "part", "1.1.0");
    LiveSets parent = bench.boot();
    parent.load("part", "1.1.0");
    Map<String, Object> tree = parent.bootSet(List.of("part@1.0.0"));
    bench.close();

    Path quarantined = CompiledBundle.offering("part", "1.2.0", "\"three\"").to(folder);
    @SuppressWarnings("unchecked")
    List<Object> beside = (List<Object>) tree.get("beside");
    assertEquals(1, beside.size(), tree.toString());
    beside.add(Map.of("name", "part", "version", "1.2.0", "sha256", "00", "file", quarantined.toString()));
    tree.put("candidate", "part@1.2.0");
    Path admission = Files.createDirectory(folder.resolve("admission"));
    CompiledBundle.offering("judge", "1.0.0", "\"judge\"").header("Export-Package", "judge;version=\"1.0.0\"")
        .to(admission);
    tree.put("admission", admission.toString());
    Path file = Files.write(folder.resolve("set.json"), Trees.json(tree));

    try (LiveSetsFixture child = new LiveSetsFixture(folder.resolve("child"))) {
      child.properties.put(LiveSets.BOOT_SET, file.toString());
      LiveSets live = child.boot();
      assertEquals(List.of("judge@1.0.0", "other@1.0.0", "part@1.0.0"), child.labels());
      assertEquals(List.of("other 1.0.0 true", "part 1.0.0 true", "part 1.2.0 false"), live.loaded().stream()
          .map(l -> l.name() + " " + l.version() + " " + l.standing()).toList());
      assertFalse(live.loaded().stream().map(Loaded::sha256).anyMatch(String::isEmpty));
      assertEquals("two", child.says(live.provide(LiveSetsFixture.KIND, "part", "1.1")));
      assertEquals("three", child.says(live.provide(LiveSetsFixture.KIND, "part", "1.2.0")));
      assertTrue(live.unload("part", "1.2.0", List.of()).gone());
      assertEquals(3, live.loaded().size(), "it does not come back by itself");
    }
  }

  @Test
  void aCandidateDoesNotSeeItsJudge() throws Exception {
    Path admission = Files.createDirectory(folder.resolve("admission"));
    new CompiledBundle("judge", "1.0.0").header("Export-Package", "judge;version=\"1.0.0\"").to(admission);
    Path peeping = new CompiledBundle("part", "1.2.0").header("Import-Package", "judge").to(folder);
    Path file = Files.write(folder.resolve("set.json"),
        Trees.json(Map.of("standing", List.of(), "beside",
            List.of(Map.of("name", "part", "version", "1.2.0", "sha256", "00", "file", peeping.toString())),
            "candidate", "part@1.2.0", "admission", admission.toString())));
    bench.properties.put(LiveSets.BOOT_SET, file.toString());
    LiveSets live = bench.boot();
    RefusedException e = assertThrows(RefusedException.class, live::loaded);
    assertTrue(e.getMessage().startsWith("part lacks package judge: wanted 0.0.0 or later, present none"),
        e.getMessage());
    assertEquals(List.of(), live.loaded());
  }
}
