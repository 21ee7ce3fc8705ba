package ansatz.bundles.library.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ansatz.bundles.BundleVersion;
import ansatz.bundles.ChildJvm;
import ansatz.bundles.DigestCache;
import ansatz.bundles.LiveBundles;
import ansatz.bundles.LiveBundles.Unloaded;
import ansatz.bundles.MemoryCatalogue;
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
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** The library with a catalogue in memory, and children that are said to end as the test wants. */
abstract class AbstractLibraryTest {
  @TempDir
  Path folder;

  final MemoryCatalogue catalogue = new MemoryCatalogue();
  final List<String> progress = new ArrayList<>();
  final List<ChildJvm.Request> children = new ArrayList<>();
  final List<RunRow> runs = new ArrayList<>();
  final List<LedgerEntry> ledger = new ArrayList<>();
  final Map<String, Object> answer = new LinkedHashMap<>();
  RuntimeException refusal;
  Runnable beforeAnswer = () -> {
  };
  ChildJvm.Ending ending = new ChildJvm.Ending(0, "", Duration.ofMillis(1200), "");
  boolean silent;
  boolean admitted = true;
  String startProblem;
  StoredLibrary library;

  @BeforeEach
  void dist() throws IOException {
    for (String part : List.of("parts", "bundles/10", "lib", "admission")) {
      Files.createDirectories(folder.resolve("dist").resolve(part));
    }
    new TestJar("zoo.lion", "1.0.0").entry("age", "0").to(folder.resolve("dist/parts/zoo.lion.jar"));
    new TestJar("zoo.bear", "1.0.0").to(folder.resolve("dist/parts/zoo.bear.jar"));
    new TestJar("ansatz.runner", "1.0.0").to(folder.resolve("dist/bundles/10/ansatz.runner.jar"));
    // A minute later nobody is writing the distribution any more.
    DigestCache digests = new DigestCache(folder.resolve("home/digests.json"), Disk.SYSTEM,
        () -> Instant.now().plusSeconds(60));
    library = new StoredLibrary(home(), digests, new Distribution(folder.resolve("dist"), digests), live(), catalogue,
        environment(), this::child);
  }

  Home home() {
    return new Home(folder.resolve("home"));
  }

  static LiveBundles live() {
    return (LiveBundles) Proxy.newProxyInstance(LiveBundles.class.getClassLoader(), new Class<?>[] {LiveBundles.class},
        (_, method, arguments) -> {
          assertEquals("unload", method.getName());
          return new Unloaded(arguments[0] + "@" + arguments[1], false, true, 0, "");
        });
  }

  LibraryEnvironment environment() {
    return new LibraryEnvironment() {
      @Override
      public List<RunRow> runs() {
        return runs;
      }

      @Override
      public List<Usage> usage(String bundle, String version) {
        return runs.stream().map(run -> new Usage(run, List.<LedgerEntry>of())).toList();
      }

      @Override
      public List<LedgerEntry> ledger(RunRow run) {
        return ledger;
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
  ChildJvm.Ending child(ChildJvm.Request request) {
    children.add(request);
    Path folder = request.folder();
    try {
      if (request.arguments().contains("admission") && !silent) {
        Map<String, Object> asked = Trees.fromJson(Files.readAllBytes(folder.resolve("request.json")));
        String[] label = asked.get("candidate").toString().split("@");
        Map<String, Object> verdict = new LinkedHashMap<>(Map.of(
            "admitted", admitted, "reason", admitted ? "" : "1 of 7 tests failed",
            "bundle", label[0], "version", label[1], "sha256", asked.get("sha256"), "tests", 7));
        verdict.put("failed", admitted ? List.of() : List.of(Map.of("test", "E1_fitIsPure", "detail", "it is not")));
        if (startProblem != null) {
          verdict.put("startProblem", startProblem);
        }
        Disk.SYSTEM.write(folder.resolve("verdict.json"), Trees.json(verdict));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return ending;
  }

  Path lion(String version, String age) throws IOException {
    return new TestJar("zoo.lion", version).entry("age", age).to(folder.resolve("lion-" + version + ".jar"));
  }

  BundleVersion install(Path jar) {
    return library.install(jar, progress::add);
  }

  void nothingIsLeft() throws IOException {
    Path quarantine = home().bundles().resolve("quarantine");
    if (Files.exists(quarantine)) {
      try (Stream<Path> left = Files.list(quarantine)) {
        assertEquals(List.of(), left.toList());
      }
    }
  }

  String refusal(Runnable action) throws IOException {
    String message = assertThrows(RefusedException.class, action::run).getMessage();
    assertTrue(message.contains(" — "), message);
    nothingIsLeft();
    return message;
  }

  void running(RunState state) {
    runs.add(new RunRow("r-1", "brave-otter-7", "toy", "toy.yaml", state, 1, 9, Instant.EPOCH, Instant.EPOCH, 1, "", "",
        ""));
  }
}
