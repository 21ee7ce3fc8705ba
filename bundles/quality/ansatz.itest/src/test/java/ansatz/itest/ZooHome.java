package ansatz.itest;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * A home in which the zoo's estimator {@code descent} 1.0.0 is promoted; staged are 1.0.1, the same source with another
 * version, and jblas's provider 1.0.1, likewise. Made once; each test gets a copy.
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

  private static Path made;

  private ZooHome() {}

  /** A workbench with a copy of the home. */
  static Workbench copy(Path home) throws Exception {
    return new Workbench(copy(made(), home));
  }

  /** An experiment that fits it to 442 rows in 2 folds, 200 steps of a bit more than 10 ms each. */
  static String experiment(Path folder) throws IOException {
    return Files.writeString(folder.resolve("zoo.yaml"), EXPERIMENT).toString();
  }

  private static synchronized Path made() throws Exception {
    if (made == null) {
      Path folder = Files.createTempDirectory("zoo");
      Workshop workshop = new Workshop(folder.resolve("workshop"));
      Workbench bench = new Workbench(folder.resolve("home"));
      ask(bench, List.of("bundle", "install", Animal.FIRST.jar(workshop).toString()));
      List<List<String>> rest = List.of(List.of("bundle", "promote", Animal.FIRST.label()),
          List.of("bundle", "install", Animal.SAME.jar(workshop).toString()),
          List.of("bundle", "install", workshop.bundle("ansatz.linalg.jblas").version("1.0.1").jar().toString()));
      for (Together.Answer answer : Together.ask(bench, rest)) {
        assertEquals(0, answer.result().code(), answer.words() + answer.result().err());
      }
      made = bench.home();
    }
    return made;
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
