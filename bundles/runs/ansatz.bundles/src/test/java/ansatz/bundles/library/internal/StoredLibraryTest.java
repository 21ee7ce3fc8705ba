package ansatz.bundles.library.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ansatz.bundles.BundleVersion;
import ansatz.bundles.BundleVersion.State;
import ansatz.bundles.ChildJvm;
import ansatz.bundles.ContentStore;
import ansatz.bundles.DigestCache;
import ansatz.bundles.Generation;
import ansatz.bundles.LiveBundles;
import ansatz.bundles.LiveBundles.Unloaded;
import ansatz.experiment.ConfigException;
import ansatz.experiment.Disk;
import ansatz.experiment.Home;
import ansatz.experiment.LedgerEntry;
import ansatz.experiment.RefusedException;
import ansatz.experiment.RunRow;
import ansatz.experiment.RunState;
import ansatz.experiment.Trees;
import ansatz.experiment.Usage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The library with a catalogue in memory, and children that are said to end as the test wants. */
class StoredLibraryTest {
  @TempDir
  Path folder;

  private final ListedCatalogue catalogue = new ListedCatalogue();
  private final List<String> progress = new ArrayList<>();
  private final List<ChildJvm.Request> children = new ArrayList<>();
  private final List<RunRow> runs = new ArrayList<>();
  private final Map<String, Object> answer = new LinkedHashMap<>();
  private RuntimeException refusal;
  private Runnable beforeAnswer = () -> {
  };
  private ChildJvm.Ending ending = new ChildJvm.Ending(0, "", Duration.ofMillis(1200), "");
  private boolean silent;
  private boolean admitted = true;
  private StoredLibrary library;

  @BeforeEach
  void dist() throws IOException {
    for (String part : List.of("parts", "bundles/10", "lib", "admission")) {
      Files.createDirectories(folder.resolve("dist").resolve(part));
    }
    new TestJar("zoo.lion", "1.0.0").entry("age", "0").to(folder.resolve("dist/parts/zoo.lion.jar"));
    new TestJar("zoo.bear", "1.0.0").to(folder.resolve("dist/parts/zoo.bear.jar"));
    new TestJar("ansatz.runner", "1.0.0").to(folder.resolve("dist/bundles/10/ansatz.runner.jar"));
    DigestCache digests = new DigestCache(folder.resolve("home/digests.json"), Disk.SYSTEM);
    library = new StoredLibrary(home(), digests, new Distribution(folder.resolve("dist"), digests), live(), catalogue,
        neighbours(), this::child);
  }

  private Home home() {
    return new Home(folder.resolve("home"));
  }

  private static LiveBundles live() {
    return (LiveBundles) Proxy.newProxyInstance(LiveBundles.class.getClassLoader(), new Class<?>[] {LiveBundles.class},
        (_, method, arguments) -> {
          assertEquals("unload", method.getName());
          return new Unloaded(arguments[0] + "@" + arguments[1], false, true, 0, "");
        });
  }

  private Neighbours neighbours() {
    return new Neighbours() {
      @Override
      public List<RunRow> runs() {
        return runs;
      }

      @Override
      public List<Usage> usage(String bundle, String version) {
        return runs.stream().map(run -> new Usage(run, List.<LedgerEntry>of())).toList();
      }

      @Override
      public Map<String, Object> ask(RunRow run, Map<String, Object> question) {
        beforeAnswer.run();
        if (refusal != null) {
          throw refusal;
        }
        assertEquals("retire", question.get("command"));
        return answer;
      }

      @Override
      public Map<String, Path> launched() {
        return new TreeMap<>(Map.of("zoo.lion@1.0.0", folder.resolve("dist/parts/zoo.lion.jar"), "ansatz.runner@1.0.0",
            folder.resolve("dist/bundles/10/ansatz.runner.jar")));
      }
    };
  }

  /** Leaves the verdict that an admission would leave. */
  private ChildJvm.Ending child(ChildJvm.Request request) {
    children.add(request);
    Path folder = request.folder();
    try {
      if (request.arguments().contains("admission") && !silent) {
        Map<String, Object> asked = Trees.fromJson(Files.readAllBytes(folder.resolve("request.json")));
        String[] label = asked.get("candidate").toString().split("@");
        Map<String, Object> verdict = new LinkedHashMap<>(Map.of(
            "admitted", admitted, "reason", admitted
                ? ""
                : "1 of 7 "
                    + "tests failed",
            "bundle", label[0], "version", label[1], "sha256", asked.get("sha256"), "tests", 7));
        verdict.put("failed", admitted ? List.of() : List.of(Map.of("test", "E1_fitIsPure", "detail", "it is not")));
        Disk.SYSTEM.write(folder.resolve("verdict.json"), Trees.json(verdict));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return ending;
  }

  private Path lion(String version, String age) throws IOException {
    return new TestJar("zoo.lion", version).entry("age", age).to(folder.resolve("lion-" + version + ".jar"));
  }

  private BundleVersion install(Path jar) {
    return library.install(jar, progress::add);
  }

  private void nothingIsLeft() throws IOException {
    Path quarantine = home().bundles().resolve("quarantine");
    if (Files.exists(quarantine)) {
      try (Stream<Path> left = Files.list(quarantine)) {
        assertEquals(List.of(), left.toList());
      }
    }
  }

  private String refusal(Runnable action) throws IOException {
    String message = assertThrows(RefusedException.class, action::run).getMessage();
    assertTrue(message.contains(" — "), message);
    nothingIsLeft();
    return message;
  }

  private void running(RunState state) {
    runs.add(new RunRow("r-1", "brave-otter-7", "toy", "toy.yaml", state, 1, 9, Instant.EPOCH, Instant.EPOCH, 1, "", "",
        ""));
  }

  @Test
  void aBundleIsJudgedAmongTheStandingPartsThenStoredAndStaged() throws IOException {
    BundleVersion version = install(lion("1.0.1", "1"));
    assertEquals("zoo.lion@1.0.1", version.label());
    assertEquals(List.of(version), catalogue.versions());
    Map<String, Object> set = children.getFirst().bootSet();
    assertEquals("zoo.lion@1.0.1", set.get("candidate"));
    assertTrue(set.get("standing").toString().contains("zoo.bear") && set.get("beside").toString().contains("1.0.1"),
        set.toString());
    assertTrue(new ContentStore(home(), Disk.SYSTEM).holds(version.sha256()));
    assertEquals(List.of(), library.verify());
    nothingIsLeft();
    assertTrue(String.join("\n", progress).contains("admission stops mistakes, not malice"), progress.toString());
    assertEquals(5, progress.stream().filter(line -> line.matches(".* \\(\\d+\\.\\d\\d s\\)")).count(),
        progress.toString());
    assertEquals(7, ((Map<?, ?>) library.show("zoo.lion@1.0.1").get("verdict")).get("tests"));
  }

  @Test
  void installingItAgainChangesNothingAndSaysSo() throws IOException {
    BundleVersion first = install(lion("1.0.1", "1"));
    assertEquals(first, install(lion("1.0.1", "1")));
    assertEquals(1, children.size());
    assertTrue(progress.getLast().contains("zoo.lion@1.0.1 is staged already"), progress.getLast());
    install(lion("1.0.0", "0"));
    assertTrue(progress.getLast().contains("zoo.lion@1.0.0 is built-in already"), progress.getLast());
    assertEquals(List.of(first), catalogue.versions());
  }

  @Test
  void whoIsNotAdmittedIsRefusedWithTheReasonAndTheVerdictStays() throws IOException {
    admitted = false;
    Path jar = lion("1.0.1", "1");
    String message = refusal(() -> install(jar));
    assertTrue(message.contains("not admitted: 1 of 7 tests failed — "), message);
    assertTrue(Files.exists(Path.of(message.substring(message.lastIndexOf(" in ") + 4))), message);
    assertEquals(List.of(), catalogue.versions());
  }

  @Test
  void aChildThatIsKilledOrSaysNothingHasFailed() throws IOException {
    ending = new ChildJvm.Ending(137, "killed, for it took longer than 120.0 s", Duration.ofMinutes(2), "running E3");
    Path jar = lion("1.0.1", "1");
    String message = refusal(() -> install(jar));
    assertTrue(message.contains("its process was killed, for it took longer than 120.0 s; it last said: running E3"),
        message);
    silent = true;
    ending = new ChildJvm.Ending(7, "", Duration.ofSeconds(1), "");
    assertTrue(refusal(() -> install(jar)).contains("its process ended with exit code 7 and no verdict"));
    assertEquals(List.of(), catalogue.versions());
  }

  @Test
  void nameAndVersionStandForOneContent() throws IOException {
    install(lion("1.0.1", "1"));
    Path other = lion("1.0.1", "2");
    assertTrue(refusal(() -> install(other)).contains("zoo.lion@1.0.1 is known with another content"));
    Path builtIn = lion("1.0.0", "9");
    assertTrue(refusal(() -> install(builtIn)).contains("raise Bundle-Version"));
  }

  @Test
  void aPlatformBundleCannotBeInstalled() throws IOException {
    Path jar = new TestJar("ansatz.runner", "9.0.0").to(folder.resolve("runner.jar"));
    assertTrue(refusal(() -> install(jar)).contains("ansatz.runner belongs to the platform"));
  }

  @Test
  void aFourthLiveVersionIsRefusedWithTheHolders() throws IOException {
    running(RunState.RUNNING);
    install(lion("1.0.1", "1"));
    install(lion("1.0.2", "2"));
    Path fourth = lion("1.0.3", "3");
    String message = refusal(() -> install(fourth));
    assertTrue(message.contains("3 live versions already") && message.contains("zoo.lion@1.0.1 (staged, used by run "
        + "brave-otter-7)") && message.contains("ansatz bundle retire zoo.lion@1.0."), message);
    runs.clear();
    library.retire("zoo.lion@1.0.1");
    assertEquals("zoo.lion@1.0.3", install(fourth).label());
  }

  @Test
  void aFileThatIsOverwrittenAllTheTimeIsInstalledOnceAndWhole() throws Exception {
    byte[] noise = new byte[300_000];
    new Random(1).nextBytes(noise);
    byte[] content = new TestJar("zoo.lion", "1.0.1").entry("noise", noise).bytes();
    Path jar = Files.write(folder.resolve("lion.jar"), content);
    Thread copier = Thread.ofPlatform().start(() -> {
      for (int i = 0; i < 100; i++) {
        try {
          Files.write(jar, content);
          Thread.sleep(2);
        } catch (IOException | InterruptedException e) {
          throw new IllegalStateException(e);
        }
      }
    });
    for (int i = 0; copier.isAlive() || i < 2; i++) {
      install(jar);
    }
    copier.join();
    assertEquals(1, catalogue.versions().size());
    assertEquals(1, children.size(), "judged once");
    assertEquals(1, catalogue.staged, "staged once");
    assertEquals(List.of(), library.verify());
    nothingIsLeft();
  }

  @Test
  void promotingTriesTheSetInAProcessOfItsOwnAndRollingBackGoesBackOneDecisionEachTime() throws IOException {
    install(lion("1.0.1", "1"));
    install(lion("1.0.2", "2"));
    assertEquals(Map.of("zoo.lion", "1.0.1"), library.promote("zoo.lion@1.0.1", progress::add).promoted());
    assertEquals(List.of("list"), children.getLast().arguments());
    assertTrue(children.getLast().bootSet().get("standing").toString().contains("1.0.1"));
    assertEquals(Map.of("zoo.lion", "1.0.2"), library.promote("zoo.lion@1.0.2", progress::add).promoted());
    assertTrue(library.list().stream().anyMatch(e -> e.version().equals("1.0.2") && e.inForce()
        && e.status().equals("promoted")));
    assertEquals(Map.of("zoo.lion", "1.0.1"), library.rollback().promoted());
    assertEquals(Map.of(), library.rollback().promoted());
    assertEquals(4, catalogue.generations().size());
    assertTrue(assertThrows(RefusedException.class, library::rollback).getMessage().contains("nothing was promoted"));
    library.promote("zoo.lion@1.0.1", progress::add);
    assertEquals(Map.of(), library.promote("zoo.lion@1.0.0", progress::add).promoted(), "the built-in one again");
  }

  @Test
  void aSetThatDoesNotStartIsNotPromoted() throws IOException {
    install(lion("1.0.1", "1"));
    ending = new ChildJvm.Ending(1, "", Duration.ofSeconds(1), "error start: zoo.lion 1.0.1 does not start");
    assertTrue(refusal(() -> library.promote("zoo.lion@1.0.1", progress::add)).contains("does not start"));
    assertEquals(List.of(), catalogue.generations());
  }

  @Test
  void amongOtherPartsThanItWasJudgedWithItIsJudgedAgain() throws IOException {
    install(lion("1.0.1", "1"));
    install(new TestJar("zoo.bear", "1.0.1").entry("age", "1").to(folder.resolve("bear.jar")));
    library.promote("zoo.lion@1.0.1", progress::add);
    assertEquals(0, judgedAgain());
    admitted = false;
    String message = refusal(() -> library.promote("zoo.bear@1.0.1", progress::add));
    assertTrue(message.contains("not admitted"), message);
    assertEquals(1, catalogue.generations().size());
    admitted = true;
    library.promote("zoo.bear@1.0.1", progress::add);
    assertEquals(2, judgedAgain());
    library.rollback();
    library.promote("zoo.bear@1.0.1", progress::add);
    assertEquals(2, judgedAgain(), "the newer verdict counts");
  }

  private long judgedAgain() {
    return children.stream().skip(2).filter(request -> request.arguments().contains("admission")).count();
  }

  @Test
  void labelsThatAreNotKnownAreMetWithWhatWasProbablyMeant() throws IOException {
    assertThrows(ConfigException.class, () -> library.promote("@", progress::add));
    install(lion("1.0.1", "1"));
    assertEquals("bundle: no version 'zoo.lion@1.0.2' — did you mean 'zoo.lion@1.0.0'? (ansatz bundle list)",
        assertThrows(ConfigException.class, () -> library.show("zoo.lion@1.0.2")).getMessage());
    assertTrue(assertThrows(ConfigException.class, () -> library.promote("zoo.lion", progress::add)).getMessage()
        .contains("does not say which version"));
    assertTrue(assertThrows(ConfigException.class, () -> install(folder.resolve("nowhere.jar"))).getMessage()
        .contains("no such file"));
  }

  @Test
  void retiringAsksEveryRunningProcessForItsProof() throws IOException {
    BundleVersion version = install(lion("1.0.1", "1"));
    running(RunState.RUNNING);
    answer.putAll(Map.of("ok", true, "pid", 17, "wasLoaded", true, "gone", true, "millis", 120, "holder", ""));
    assertEquals(Map.of("17", new Unloaded(version.label(), true, true, 120, "")), library.retire(version.label()));
    assertEquals(State.RETIRED, catalogue.versions().getFirst().state());
    assertTrue(refusal(() -> library.promote(version.label(), progress::add)).contains("is retired"));
    assertEquals(State.STAGED, install(lion("1.0.1", "1")).state(), "brought back");
  }

  @Test
  void whatIsHeldInForceOrBuiltInIsNotRetired() throws IOException {
    BundleVersion version = install(lion("1.0.1", "1"));
    running(RunState.RUNNING);
    refusal = new RefusedException("run brave-otter-7 holds it in slot model — swap it out first");
    assertEquals("zoo.lion@1.0.1 is not retired: run brave-otter-7 holds it in slot model — swap it out first",
        refusal(() -> library.retire(version.label())));
    refusal = null;
    answer
        .putAll(Map.of("pid", 17, "wasLoaded", true, "gone", false, "millis", 5000, "holder", "static zoo.Lion.CACHE"));
    assertEquals("zoo.lion@1.0.1 is not retired: process 17 (run brave-otter-7) still holds its classes: static "
        + "zoo.Lion.CACHE — end that process, then retire it again", refusal(() -> library.retire(version.label())));
    assertEquals(State.STAGED, catalogue.versions().getFirst().state());
    assertTrue(refusal(() -> library.retire("zoo.lion@1.0.0")).contains("is built in"));
    runs.clear();
    library.promote(version.label(), progress::add);
    assertTrue(refusal(() -> library.retire(version.label())).contains("is what new work uses"));
  }

  @Test
  void whoTookItBetweenTheQuestionAndTheDecisionIsAskedAgainAndItIsStagedAgain() throws IOException {
    BundleVersion version = install(lion("1.0.1", "1"));
    running(RunState.RUNNING);
    answer.putAll(Map.of("pid", 17, "wasLoaded", false, "gone", true, "millis", 0, "holder", ""));
    beforeAnswer = () -> {
      if (catalogue.versions().getFirst().state() == State.RETIRED) {
        refusal = new RefusedException("run brave-otter-7 holds it in slot model — swap it out first");
      }
    };
    assertEquals("zoo.lion@1.0.1 is not retired: run brave-otter-7 holds it in slot model — swap it out first",
        refusal(() -> library.retire(version.label())));
    assertEquals(version, catalogue.versions().getFirst());
    beforeAnswer = () -> {
    };
    refusal = null;
    assertEquals(Map.of(), library.retire(version.label()));
    assertEquals(State.RETIRED, catalogue.versions().getFirst().state());
    refusal = new RefusedException("run brave-otter-7 holds it in slot model — swap it out first");
    assertTrue(refusal(() -> library.retire(version.label())).startsWith("zoo.lion@1.0.1 is retired and not gone: "));
    assertEquals(State.RETIRED, catalogue.versions().getFirst().state(), "as before");
  }

  @Test
  void whoBeginsToRunMeanwhileIsAskedToo() throws IOException {
    BundleVersion version = install(lion("1.0.1", "1"));
    running(RunState.RUNNING);
    answer.putAll(Map.of("pid", 17, "wasLoaded", false, "gone", true, "millis", 0, "holder", ""));
    beforeAnswer = () -> {
      if (runs.size() == 1 && catalogue.versions().getFirst().state() == State.RETIRED) {
        runs.add(new RunRow("r-2", "calm-lynx-3", "toy", "toy.yaml", RunState.RUNNING, 1, 9, Instant.EPOCH,
            Instant.EPOCH, 1, "", "", ""));
      } else if (runs.size() == 2) {
        refusal = new RefusedException("run calm-lynx-3 holds it — swap it out first");
      }
    };
    assertTrue(refusal(() -> library.retire(version.label())).contains("calm-lynx-3 holds it"));
    assertEquals(State.STAGED, catalogue.versions().getFirst().state());
  }

  @Test
  void whatAStartWouldFallBackOnIsNotRetired() throws IOException {
    BundleVersion version = install(lion("1.0.1", "1"));
    install(lion("1.0.2", "2"));
    catalogue.mark(library.promote(version.label(), progress::add).number(), Generation.State.GOOD, "");
    long newest = library.promote("zoo.lion@1.0.2", progress::add).number();
    assertTrue(
        refusal(() -> library.retire(version.label())).startsWith("bundle retire: zoo.lion@1.0.1 is in generation "
            + "1, on which the next start falls back if generation 2 fails"));
    catalogue.mark(newest, Generation.State.GOOD, "");
    assertEquals(Map.of(), library.retire(version.label()));
  }

  @Test
  void aVerdictThatWasGivenKeepsItsReasonHoweverItsProcessEnds() throws IOException {
    admitted = false;
    ending = new ChildJvm.Ending(137, "killed: it took more than 1500 MB", Duration.ofSeconds(1), "");
    Path jar = lion("1.0.1", "1");
    assertTrue(refusal(() -> install(jar)).contains("not admitted: 1 of 7 tests failed — "));
  }

  @Test
  void missingAndDamagedFilesAreNamed() throws IOException {
    BundleVersion version = install(lion("1.0.1", "1"));
    ContentStore store = new ContentStore(home(), Disk.SYSTEM);
    Files.delete(store.path(version.sha256()));
    assertTrue(library.verify().getFirst().contains("zoo.lion@1.0.1: its file"), library.verify().toString());
    assertTrue(refusal(() -> library.promote(version.label(), progress::add)).contains("is missing or damaged"));
  }

  @Test
  void whatIsMissingOrDamagedComesBackByInstallingItAgain() throws IOException {
    BundleVersion version = install(lion("1.0.1", "1"));
    ContentStore store = new ContentStore(home(), Disk.SYSTEM);
    Files.write(store.path(version.sha256()), new byte[100]);
    install(lion("1.0.1", "1"));
    assertEquals(List.of(), library.verify());
    Files.writeString(store.verdict(version.sha256()), "{");
    assertTrue(library.verify().getFirst().contains("zoo.lion@1.0.1: its verdict"), library.verify().toString());
    install(lion("1.0.1", "1"));
    assertEquals(List.of(), library.verify());
    assertEquals(3, children.size());
    assertEquals(1, catalogue.versions().size());
  }

  @Test
  void whatWasLaunchedIsKept() {
    Map<String, String> kept = library.keepLaunched();
    assertEquals(List.of("ansatz.runner@1.0.0", "zoo.lion@1.0.0"), List.copyOf(kept.keySet()));
    kept.values().forEach(sha256 -> assertTrue(new ContentStore(home(), Disk.SYSTEM).holds(sha256)));
    assertEquals(kept, library.keepLaunched());
    assertFalse(library.list().isEmpty());
  }

  @Test
  void generationsThatWereBadAreNotGoneBackTo() throws IOException {
    install(lion("1.0.1", "1"));
    install(lion("1.0.2", "2"));
    Generation bad = library.promote("zoo.lion@1.0.1", progress::add);
    catalogue.mark(bad.number(), Generation.State.BAD, "");
    library.promote("zoo.lion@1.0.2", progress::add);
    assertEquals(Map.of(), library.rollback().promoted());
  }
}
