package ansatz.bundles.live.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ansatz.bundles.Generation.State;
import ansatz.bundles.LiveBundles.Unloaded;
import ansatz.experiment.ConfigException;
import ansatz.experiment.RefusedException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

class LiveSetsTest {
  @TempDir
  Path folder;

  private LiveSetsFixture bench;

  @BeforeEach
  void prepare() throws Exception {
    bench = new LiveSetsFixture(folder);
    bench.builtIn(CompiledBundle.offering("part", "1.0.0", "\"one\""));
  }

  @AfterEach
  void close() throws Exception {
    bench.close();
  }

  @Test
  void versionsStandSideBySide() throws Exception {
    bench.staged(CompiledBundle.offering("part", "1.1.0", "\"two\""), "part", "1.1.0");
    LiveSets live = bench.boot();
    long one = live.provide(LiveSetsFixture.KIND, "part", null);
    assertEquals("part@1.1.0", live.locate(LiveSetsFixture.KIND, "part", "1.1"));
    assertEquals(List.of("part@1.0.0"), bench.labels(), "to locate starts nothing");
    long two = live.provide(LiveSetsFixture.KIND, "part", "1.1");
    assertEquals("one", bench.says(one));
    assertEquals("two", bench.says(two));
    assertTrue(live.standing(one));
    assertFalse(live.standing(two));
    assertEquals(two, live.provide(LiveSetsFixture.KIND, "part", "1.1.0"), "loaded once");
    assertEquals(List.of(true, false), live.loaded().stream().map(l -> l.standing()).toList());
    assertTrue(live.promoted("part", "1.0.0"));
    assertFalse(live.promoted("part", "1.1.0"));
    Unloaded gone = live.unload("part", "1.1.0", List.of());
    assertTrue(gone.wasLoaded() && gone.gone(), gone.toString());
    assertEquals(List.of("part@1.0.0"), bench.labels());
    assertEquals(List.of(), bench.links());
    assertFalse(live.unload("part", "1.1.0", List.of()).wasLoaded());
  }

  @Test
  void anImporterGetsACopyOfWhatItImportsAndTheStandingOneKeepsItsWire() throws Exception {
    Path lib = bench.builtIn(lib("1.0.0", "one"));
    bench.builtIn(user("1.0.0", lib));
    LiveSets live = bench.boot();
    long standing = live.provide(LiveSetsFixture.KIND, "user", null);
    bench.staged(lib("1.1.0", "two").to(folder), "lib", "1.1.0", Map.of());
    bench.staged(user("1.0.1", lib).to(folder), "user", "1.0.1",
        Map.of("lib", "lib@1.1.0"));
    long beside = live.provide(LiveSetsFixture.KIND, "user", "1.0.1");
    assertEquals("user on two", bench.says(beside));
    assertEquals("user on one", bench.says(standing));
    assertEquals("lib@1.0.0", bench.wires(standing).get("lib"));
    assertEquals("lib@1.1.0", bench.wires(beside).get("lib"));

    bench.catalogue.promote(Map.of("lib", "1.1.0"), State.NEW, "");
    long again = live.provide(LiveSetsFixture.KIND, "user", null);
    assertNotEquals(standing, again, "in force is the user on the library that was promoted");
    assertEquals("user on two", bench.says(again));
    assertEquals(List.of("lib@1.0.0", "lib@1.1.0", "lib@1.1.0", "part@1.0.0", "user@1.0.0", "user@1.0.0",
        "user@1.0.1"), bench.labels());

    assertTrue(live.unload("user", "1.0.1", List.of()).gone());
    assertTrue(live.unload("lib", "1.1.0", List.of()).gone(), "with the set in which it is");
    assertEquals(List.of("lib@1.0.0", "part@1.0.0", "user@1.0.0"), bench.labels());
    assertEquals("user on one", bench.says(standing));
  }

  private static CompiledBundle lib(String version, String value) {
    return new CompiledBundle("lib", version).header("Export-Package", "lib;version=\"" + version + "\"")
        .source("lib.Lib", "package lib; public class Lib { public static String value() { return \"" + value
            + "\"; } }");
  }

  private static CompiledBundle user(String version, Path lib) {
    return CompiledBundle.offering("user", version, "\"user on \" + lib.Lib.value()")
        .header("Import-Package", "lib;version=\"[1.0,2)\"").seeing(lib);
  }

  @Test
  void aPackageVersionThatIsNotThereIsNamedWithWantedAndPresent() throws Exception {
    Path lib = bench.builtIn(lib("1.0.0", "one"));
    CompiledBundle demanding = CompiledBundle.offering("user", "2.0.0", "lib.Lib.value()").seeing(lib)
        .header("Import-Package", "lib;version=\"[1.5,2)\"").header("Import-Package", "nowhere;version=\"3\"");
    bench.staged(demanding, "user", "2.0.0");
    LiveSets live = bench.boot();
    RefusedException e = assertThrows(RefusedException.class,
        () -> live.provide(LiveSetsFixture.KIND, "user", "2.0.0"));
    assertTrue(e.getMessage().startsWith("user lacks package lib: wanted [1.5.0,2.0.0), present 1.0.0 of lib@1.0.0 — "),
        e.getMessage());
    assertNothingStays(live);
  }

  @Test
  void otherWiresThanAdmittedAndThePlatformsNamesAreRefused() throws Exception {
    bench.platform(new CompiledBundle("base", "1.0.1").header("Export-Package", "base;version=\"1.0.1\""));
    Path jar = CompiledBundle.offering("part", "1.1.0", "2").header("Import-Package", "base").to(folder);
    bench.staged(jar, "part", "1.1.0", Map.of("base", "base@1.0.0"));
    bench.staged(CompiledBundle.offering("base", "1.2.0", "0"), "base", "1.2.0");
    LiveSets live = bench.boot();
    RefusedException e = assertThrows(RefusedException.class, () -> live.load("part", "1.1.0"));
    assertTrue(e.getMessage().startsWith("part@1.1.0 was admitted with another base: wanted base@1.0.0, present "
        + "base@1.0.1 — "), e.getMessage());
    RefusedException own = assertThrows(RefusedException.class, () -> live.load("base", "1.2.0"));
    assertEquals("base belongs to the platform, which changes only with the distribution", own.getMessage());
    assertTrue(bench.labels().contains("base@1.0.1") && !bench.labels().contains("base@1.2.0"));
    assertTrue(live.promoted("base", "1.0.1"));
    assertNothingStays(live);
  }

  @Test
  void aStartThatThrowsLeavesNothing() throws Exception {
    bench.staged(new CompiledBundle("part", "1.1.0").starting("part", "if (context != null) { throw new "
        + "IllegalStateException(\"boom\"); }"), "part", "1.1.0");
    LiveSets live = bench.boot();
    RefusedException e = assertThrows(RefusedException.class, () -> live.load("part", "1.1.0"));
    assertEquals("bundle part 1.1.0 does not start: java.lang.IllegalStateException: boom", e.getMessage());
    assertNothingStays(live);
  }

  @Test
  void aStartThatHangsIsGivenUp() throws Exception {
    bench.staged(new CompiledBundle("part", "1.1.0").starting("part", "Thread.sleep(60_000);"), "part", "1.1.0");
    LiveSets live = bench.boot();
    RefusedException e = assertThrows(RefusedException.class, () -> live.load("part", "1.1.0"));
    assertEquals("bundle part 1.1.0 does not start: it hangs; given up after 0.7 s", e.getMessage());
    assertNothingStays(live);
  }

  @Test
  void aStartThatHeedsNoInterruptStopsNobodyElse() throws Exception {
    bench.staged(new CompiledBundle("part", "1.1.0").starting("part",
        "while (!Boolean.getBoolean(\"part.end\")) { Thread.onSpinWait(); }"), "part", "1.1.0");
    bench.staged(CompiledBundle.offering("part", "1.2.0", "\"three\""), "part", "1.2.0");
    LiveSets live = bench.boot();
    try {
      RefusedException e = assertThrows(RefusedException.class, () -> live.load("part", "1.1.0"));
      assertTrue(e.getMessage().endsWith("part@1.1.0 is still starting, so that it stays until this process ends"),
          e.getMessage());
      assertEquals("three", bench.says(live.provide(LiveSetsFixture.KIND, "part", "1.2.0")));
      assertTrue(live.unload("part", "1.2.0", List.of()).gone());
      assertTrue(live.promoted("part", "1.0.0"));
    } finally {
      System.setProperty("part.end", "true");
      Thread.sleep(50);
      System.clearProperty("part.end");
    }
  }

  private void assertNothingStays(LiveSets live) throws Exception {
    assertEquals(1, live.loaded().stream().filter(l -> l.bundle() >= 0 && l.name().equals("part")).count());
    assertTrue(bench.labels().stream().noneMatch(label -> label.endsWith("@1.1.0") || label.startsWith("user")),
        bench.labels().toString());
    assertEquals(List.of(), bench.links());
    assertEquals("one", bench.says(live.provide(LiveSetsFixture.KIND, "part", null)));
  }

  @Test
  void aFourthVersionIsRefused() throws Exception {
    for (int minor = 1; minor <= 3; minor++) {
      bench.staged(CompiledBundle.offering("part", "1." + minor + ".0", "0"), "part", "1." + minor + ".0");
    }
    LiveSets live = bench.boot();
    live.load("part", "1.1.0");
    live.load("part", "1.2.0");
    RefusedException e = assertThrows(RefusedException.class, () -> live.load("part", "1.3.0"));
    assertTrue(e.getMessage().contains("part@1.0.0, part@1.1.0, part@1.2.0 do"), e.getMessage());
    live.unload("part", "1.1.0", List.of());
    live.load("part", "1.3.0");
  }

  @Test
  void whatLeaksIsNotGone() throws Exception {
    bench.staged(CompiledBundle.offering("part", "1.1.0", "System.getProperties().put(\"leak\", new part.Start())"),
        "part", "1.1.0");
    LiveSets live = bench.boot();
    bench.context().registerService(ansatz.bundles.HolderFinder.class,
        loader -> java.util.Optional.of("found " + loader.get().getClass().getSimpleName()), null);
    try {
      bench.says(live.load("part", "1.1.0"));
      Unloaded unloaded = live.unload("part", "1.1.0", List.of());
      assertFalse(unloaded.gone());
      assertTrue(unloaded.holder().startsWith("found BundleClassLoader"), unloaded.holder());
      Unloaded again = live.unload("part", "1.1.0", List.of());
      assertFalse(again.gone(), "to ask twice proves nothing");
      assertTrue(again.wasLoaded() && again.holder().startsWith("found BundleClassLoader"), again.toString());
      assertEquals(List.of(-1L),
          live.loaded().stream().filter(l -> l.version().equals("1.1.0")).map(l -> l.bundle()).toList());
    } finally {
      System.getProperties().remove("leak");
    }
    Unloaded later = live.unload("part", "1.1.0", List.of());
    assertTrue(later.wasLoaded() && later.gone(), later.toString());
    assertFalse(live.unload("part", "1.1.0", List.of()).wasLoaded());
  }

  @Test
  void whatLeaksCountsAmongTheThree() throws Exception {
    bench.staged(CompiledBundle.offering("part", "1.1.0", "System.getProperties().put(\"leak\", new part.Start())"),
        "part", "1.1.0");
    bench.staged(CompiledBundle.offering("part", "1.2.0", "0"), "part", "1.2.0");
    bench.staged(CompiledBundle.offering("part", "1.3.0", "0"), "part", "1.3.0");
    LiveSets live = bench.boot();
    try {
      bench.says(live.load("part", "1.1.0"));
      live.unload("part", "1.1.0", List.of());
      live.load("part", "1.2.0");
      for (String version : List.of("1.1.0", "1.3.0")) {
        RefusedException e = assertThrows(RefusedException.class, () -> live.load("part", version));
        assertTrue(e.getMessage().contains("part@1.0.0, part@1.2.0, part@1.1.0 (unloaded, but still in memory) do"),
            e.getMessage());
      }
    } finally {
      System.getProperties().remove("leak");
    }
    live.load("part", "1.3.0");
  }

  @Test
  void whoHangsInItsStartMakesNobodyElseWait() throws Exception {
    bench.limit = Duration.ofSeconds(60);
    bench.staged(new CompiledBundle("part", "1.1.0").starting("part",
        "System.setProperty(\"part.begun\", \"\"); while (!Boolean.getBoolean(\"part.end\")) { Thread.sleep(5); }"),
        "part", "1.1.0");
    bench.staged(CompiledBundle.offering("part", "1.2.0", "\"three\""), "part", "1.2.0");
    LiveSets live = bench.boot();
    ExecutorService slots = Executors.newFixedThreadPool(2);
    try {
      Future<Long> hanging = slots.submit(() -> live.load("part", "1.1.0"));
      while (System.getProperty("part.begun") == null) {
        Thread.sleep(5);
      }
      Future<Long> same = slots.submit(() -> live.load("part", "1.1.0"));
      assertEquals("three", assertTimeoutPreemptively(Duration.ofSeconds(30),
          () -> bench.says(live.provide(LiveSetsFixture.KIND, "part", "1.2.0"))));
      assertTrue(live.unload("part", "1.2.0", List.of()).gone());
      assertTrue(assertThrows(RefusedException.class, () -> live.unload("part", "1.1.0", List.of())).getMessage()
          .startsWith("part@1.1.0 is being started for a slot just now"));
      assertFalse(hanging.isDone() || same.isDone());
      System.setProperty("part.end", "true");
      assertEquals(hanging.get(), same.get(), "started once");
    } finally {
      System.setProperty("part.end", "true");
      slots.close();
      System.clearProperty("part.begun");
      System.clearProperty("part.end");
    }
    assertTrue(live.unload("part", "1.1.0", List.of()).gone());
  }

  @Test
  void whatIsRetiredIsNotGivenEvenIfItIsLoadedHere() throws Exception {
    bench.staged(CompiledBundle.offering("part", "1.1.0", "0"), "part", "1.1.0");
    LiveSets live = bench.boot();
    long loaded = live.provide(LiveSetsFixture.KIND, "part", "1.1.0");
    bench.catalogue.retire("part", "1.1.0", "tester");
    for (Executable asking : List.<Executable>of(() -> live.provide(LiveSetsFixture.KIND, "part", "1.1.0"),
        () -> live.load("part", "1.1.0"), () -> live.locate(LiveSetsFixture.KIND, "part", "1.1.0"))) {
      assertTrue(assertThrows(RefusedException.class, asking).getMessage().startsWith("part@1.1.0 is retired"));
    }
    bench.staged(CompiledBundle.offering("part", "1.1.0", "0"), "part", "1.1.0");
    assertEquals(loaded, live.provide(LiveSetsFixture.KIND, "part", "1.1.0"));
  }

  @Test
  void toFindAPartReadsNoMoreOfTheHomeThanItNeeds() throws Exception {
    bench.staged(CompiledBundle.offering("part", "1.1.0", "\"two\""), "part", "1.1.0");
    LiveSets live = bench.boot();
    bench.catalogue.promote(Map.of("part", "1.1.0"), State.NEW, "");
    int listed = bench.catalogue.listed;
    live.provide(LiveSetsFixture.KIND, "part", null);
    live.provide(LiveSetsFixture.KIND, "part", "1.0.0");
    assertTrue(live.promoted("part", "1.1.0"));
    assertEquals(listed, bench.catalogue.listed);
  }

  @Test
  void whatIsHeldStandingRetiredOrUnknownIsRefused() throws Exception {
    bench.staged(CompiledBundle.offering("part", "1.1.0", "0"), "part", "1.1.0");
    LiveSets live = bench.boot();
    live.load("part", "1.1.0");
    RefusedException held = assertThrows(RefusedException.class,
        () -> live.unload("part", "1.1.0", List.of("run a/b slot model")));
    assertEquals("part@1.1.0 is held by run a/b slot model — swap it out first", held.getMessage());
    assertThrows(RefusedException.class, () -> live.unload("part", "1.0.0", List.of()));
    live.unload("part", "1.1.0", List.of());
    bench.catalogue.retire("part", "1.1.0", "tester");
    RefusedException retired = assertThrows(RefusedException.class,
        () -> live.provide(LiveSetsFixture.KIND, "part", "1.1.0"));
    assertTrue(retired.getMessage().startsWith("part@1.1.0 is retired"), retired.getMessage());
    ConfigException unknown = assertThrows(ConfigException.class,
        () -> live.provide(LiveSetsFixture.KIND, "part", "7"));
    assertEquals("no bundle offers Supplier 'part' in version 7; it is offered by part@1.0.0", unknown.getMessage());
    assertThrows(ConfigException.class, () -> live.provide(LiveSetsFixture.KIND, "nothing", null));
    assertThrows(ConfigException.class, () -> live.load("part", "one"));
  }

  @Test
  void whatWasPromotedSinceTheStartIsInForceForNewWork() throws Exception {
    bench.staged(CompiledBundle.offering("part", "1.1.0", "\"two\""), "part", "1.1.0");
    bench.staged(CompiledBundle.offering("fresh", "1.0.0", "\"fresh\""), "fresh", "1.0.0");
    LiveSets live = bench.boot();
    assertThrows(ConfigException.class, () -> live.provide(LiveSetsFixture.KIND, "fresh", null), "not promoted yet");
    bench.catalogue.promote(Map.of("part", "1.1.0", "fresh", "1.0.0"), State.NEW, "");
    assertTrue(live.promoted("part", "1.1.0"));
    assertFalse(live.promoted("part", "1.0.0"));
    assertEquals("two", bench.says(live.provide(LiveSetsFixture.KIND, "part", null)));
    assertEquals("fresh", bench.says(live.provide(LiveSetsFixture.KIND, "fresh", null)));
    bench.catalogue.promote(Map.of(), State.NEW, "");
    assertEquals("one", bench.says(live.provide(LiveSetsFixture.KIND, "part", null)));
  }
}
