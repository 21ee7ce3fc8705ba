package ansatz.itest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;

/**
 * A home in which the zoo's estimator {@code descent} 1.0.0 is promoted; staged are 1.0.1, the same source with another
 * version, and jblas's provider 1.0.1, likewise. Made once for all tests of a build; each test gets a copy.
 */
final class ZooHome {
  private static final String EXPERIMENT = """
      name: zoo
      seed: 3
      data: {sample: diabetes, target: progression, transform: [standardize]}
      fit:
        linalg: jblas
        validation: {kind: k-fold, folds: 2}
        models: {descent: {steps: 200, pause: 10}}
      metrics: [rmse, mae]
      report: false
      """;

  private static final String DIGESTS = "digests.json";

  private ZooHome() {}

  /** A workbench with an empty home that only remembers the digests of the distribution's bundles. */
  static Workbench empty(Path home) throws Exception {
    Files.createDirectories(home);
    Files.copy(made().resolve(DIGESTS), home.resolve(DIGESTS));
    return new Workbench(home);
  }

  /** A workbench with a copy of the home. */
  static Workbench copy(Path home) throws Exception {
    return new Workbench(copy(made(), home));
  }

  /** An experiment that fits it to 442 rows in 2 folds, 200 steps of a bit more than 10 ms each. */
  static String experiment(Path folder) throws IOException {
    return Files.writeString(folder.resolve("zoo.yaml"), EXPERIMENT).toString();
  }

  /** Made by the first process that needs it, while others wait. */
  private static synchronized Path made() throws Exception {
    Path folder = Files.createDirectories(Path.of(System.getProperty("ansatz.prepared")));
    Path home = folder.resolve("home");
    try (FileChannel lock = FileChannel.open(folder.resolve("lock"), StandardOpenOption.CREATE,
        StandardOpenOption.WRITE); FileLock _ = lock.lock()) {
      if (!Files.exists(folder.resolve("made"))) {
        assertFalse(Files.exists(home), "the home could not be made before");
        make(folder, new Workbench(home));
        Files.createFile(folder.resolve("made"));
      }
    }
    return home;
  }

  private static void make(Path folder, Workbench bench) throws Exception {
    Workshop workshop = new Workshop(folder.resolve("workshop"));
    ask(bench, List.of("bundle", "install", Animal.FIRST.jar(workshop).toString()));
    List<List<String>> rest = List.of(List.of("bundle", "promote", Animal.FIRST.label()),
        List.of("bundle", "install", Animal.SAME.jar(workshop).toString()),
        List.of("bundle", "install", workshop.bundle("ansatz.linalg.jblas").version("1.0.1").jar().toString()));
    for (Together.Answer answer : Together.ask(bench, rest)) {
      assertEquals(0, answer.result().code(), answer.words() + answer.result().err());
    }
    // A run knows the digests of all bundles afterwards, which takes a fresh home seconds to compute.
    Workbench other = new Workbench(folder.resolve("other"));
    ask(other, List.of("run", "config/experiments/iris-mixture.yaml", "report=false"));
    Files.copy(other.home().resolve(DIGESTS), bench.home().resolve(DIGESTS), StandardCopyOption.REPLACE_EXISTING);
  }

  private static void ask(Workbench bench, List<String> words) {
    Workbench.Result result = bench.ansatz(words.toArray(String[]::new));
    assertEquals(0, result.code(), words + result.err());
  }

  private static Path copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.filter(f -> !f.startsWith(from.resolve("tmp"))).toList()) {
        Files.copy(file, to.resolve(from.relativize(file).toString()));
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    return to;
  }
}
