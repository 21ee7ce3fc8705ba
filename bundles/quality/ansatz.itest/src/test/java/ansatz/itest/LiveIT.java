package ansatz.itest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The page on live bundles is true: its console is typed anew, command by command, and says what stands there but for
 * numbers, digests, names of runs and widths of columns; versions count.
 *
 * <p>A command that ends in {@code &} goes on while the next ones are typed, on a third of its folds but held back;
 * {@code wait} waits for it.
 */
class LiveIT {
  private static final Path PAGE = Workbench.root().resolve("bundles/runs/ansatz.bundles/README.md");
  private static final Pattern DIGEST = Pattern.compile("\\b(?=[a-f]*\\d)[0-9a-f]{8,64}\\b");
  private static final Pattern RUN = Pattern.compile("\\b[a-z]+-[a-z]+-\\d+\\b");
  private static final Pattern NUMBER = Pattern.compile("(?<![\\d.])\\d+(?:\\.\\d+)?(?![\\d.]*\\.\\d)");
  private static final Pattern SPACE = Pattern.compile("[\\s…]+");

  private static final String FEWER = "fit.validation.folds=40";

  /** A command of the page and the lines below it. */
  private record Typed(String command, List<String> lines) {}

  @TempDir
  Path folder;

  @Test
  void theConsoleOfThePage() throws Exception {
    Path jar = new Workshop(folder).bundle("ansatz.regression").version("1.0.1").jar();
    Workbench bench = new Workbench(folder.resolve("home"));
    StringBuilder transcript = new StringBuilder();
    Study study = null;
    List<String> missing = new ArrayList<>();
    try {
      for (Typed typed : console(Files.readString(PAGE))) {
        String said;
        if (typed.command().endsWith("&")) {
          study = Study.start(bench, Map.of(), words(typed.command())).brake();
          study.awaitStep(30);
          said = "";
        } else if (typed.command().equals("wait")) {
          study.release();
          study.end(0);
          said = study.out() + study.err();
          study = null;
        } else {
          assertTrue(study == null || study.alive(), "the study ended before " + typed.command());
          Workbench.Result result = bench.run(Map.of("JAR", jar.toString(), "COLUMNS", "100"),
              List.of("bash", "-c", typed.command()));
          assertEquals(0, result.code(), typed.command() + "\n" + result.out() + result.err());
          said = result.err() + result.out();
        }
        transcript.append("$ ").append(typed.command()).append('\n').append(said);
        String plain = plain(said);
        typed.lines().stream().filter(line -> !plain.contains(plain(line)))
            .forEach(line -> missing.add("$ " + typed.command() + ": " + line));
      }
    } finally {
      if (study != null) {
        study.close();
      }
      Files.writeString(Workbench.root().resolve("bundles/quality/ansatz.itest/target/live.txt"), transcript);
    }
    assertEquals(List.of(), missing, transcript.toString());
  }

  private static String[] words(String command) {
    return command.replaceFirst("^launcher/ansatz ", "").replaceFirst(" *&$", " " + FEWER).split(" +");
  }

  /** What must be the same every time. */
  private static String plain(String text) {
    String plain = text.replace(Workbench.root() + "/", "");
    plain = DIGEST.matcher(RUN.matcher(plain).replaceAll("RUN")).replaceAll("DIGEST");
    return SPACE.matcher(NUMBER.matcher(plain).replaceAll("N")).replaceAll(" ").strip();
  }

  private static List<Typed> console(String page) throws IOException {
    List<Typed> console = new ArrayList<>();
    boolean inside = false;
    for (String line : page.lines().toList()) {
      if (line.startsWith("```")) {
        inside = line.equals("```console");
      } else if (inside && line.startsWith("$ ")) {
        console.add(new Typed(line.substring(2).strip(), new ArrayList<>()));
      } else if (inside && !line.isBlank()) {
        console.getLast().lines().add(line);
      }
    }
    assertTrue(console.size() > 8, "the page shows a console");
    return console;
  }
}
