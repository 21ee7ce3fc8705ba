package ansatz.itest;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The shipped experiments from end to end, and runs that are stopped and taken up. */
class RunIT {
  private static final String SHIPPED = "config/experiments/";
  private static final Pattern RUN = Pattern.compile("(?m)^run (\\S+) \\((r-[0-9a-f-]+)\\)");
  private static final List<String> TIME_FREE = List.of("result.json", "metrics.csv", "ledger.json");

  /** As slow as that, 400 steps are not over before somebody stops them; where they are not to be, they shall hurry. */
  private static final String PAUSE = "model.pause=500";

  @TempDir
  static Path folder;

  /** Two processes on one home, at the same time. */
  @Test
  void theComparisonsOfEstimatorsRunSideBySide() throws Exception {
    Workbench bench = ZooHome.empty(folder.resolve("comparisons"));
    List<Together.Answer> answers = Together.ask(bench,
        List.of(List.of("run", SHIPPED + "diabetes.yaml", "fit.validation.folds=5"),
            List.of("run", SHIPPED + "breast-cancer.yaml", "fit.validation.folds=5")));
    JsonNode diabetes = checked(bench, answers.getFirst().result());
    double r2 = mean(diabetes, "ols", "r2");
    assertTrue(r2 > 0.35 && r2 < 0.55, "r2 of ols " + r2);
    JsonNode cancer = checked(bench, answers.getLast().result());
    for (JsonNode model : cancer.get("models")) {
      double accuracy = mean(cancer, model.get("label").asText(), "accuracy");
      assertTrue(accuracy > 0.9, model.get("label") + " accuracy " + accuracy);
    }
    JsonNode runs = new ObjectMapper().readTree(bench.ansatz("runs", "--json").out());
    assertEquals(2, runs.size());
    runs.forEach(run -> assertEquals("finished", run.get("state").asText()));
  }

  @Test
  void theMixtureFindsTheSpeciesAndTwoRunsHaveTheSameBytes() throws Exception {
    Workbench bench = ZooHome.empty(folder.resolve("mixture"));
    long begin = System.nanoTime();
    Workbench.Result first = bench.ansatz("run", SHIPPED + "iris-mixture.yaml");
    double wall = (System.nanoTime() - begin) * 1e-9;
    JsonNode result = checked(bench, first);
    assertTrue(first.out().contains("by iteration"), "no curve of an iterative model:\n" + first.out());
    assertTrue(mean(result, "gaussian-mixture", "adjusted-rand") > 0.6);
    double own = new ObjectMapper().readTree(bench.ansatz("runs", "--json").out()).get(0).get("seconds").asDouble();
    System.out.printf("iris-mixture: %.2f s, of which %.2f s beyond its own work%n", wall, wall - own);
    Workbench.Result second = bench.ansatz("run", SHIPPED + "iris-mixture.yaml");
    assertSameBytes(runFolder(bench, first), runFolder(bench, second));
  }

  /** Every estimator of the shipped comparison whose fits take less than a second. */
  @Test
  void twoRunsOfEstimatorsHaveTheSameBytes() throws Exception {
    Workbench bench = ZooHome.empty(folder.resolve("twice"));
    List<String> words = List.of("run", SHIPPED + "diabetes.yaml", "fit.validation.folds=2",
        "~fit.models.tribuo.xgboost");
    List<Together.Answer> answers = Together.ask(bench, List.of(words, words));
    checked(bench, answers.getFirst().result());
    assertSameBytes(runFolder(bench, answers.getFirst().result()), runFolder(bench, answers.getLast().result()));
  }

  @Test
  void aStoppedRunIsTakenUpWhereItWas() throws Exception {
    Workbench bench = ZooHome.copy(folder.resolve("stopped"));
    String file = ZooHome.experiment(folder);
    Path hurry = Files.createFile(folder.resolve("hurry"));
    Workbench.Result calm = bench.ansatz(Workbench.options("-Dzoo.hurry=" + hurry), "run", file, PAUSE);
    assertEquals(0, calm.code(), calm.err());
    Path whole = runFolder(bench, calm);

    Running first = new Running(bench, "run", file, PAUSE);
    String name = first.name();
    first.awaitProgress(1);
    first.signal("STOP");
    Workbench.Result other = bench.ansatz("resume", name);
    assertEquals(3, other.code(), other.err());
    assertTrue(other.err().matches("error run " + name + " is running in process " + first.process.pid() + " on \\S+ — "
        + "stop it there \\(Ctrl-C\\), or wait\n"), other.err());
    assertEquals("", other.out());
    String stopped = first.stop("INT");
    long steps = stepsAtStop(bench, name);

    Running second = new Running(bench, "resume", name);
    assertEquals(name, second.name());
    second.awaitProgress(1);
    String terminated = second.stop("TERM");
    long more = stepsAtStop(bench, name);
    assertTrue(more > steps, "no step was done between the two signals");
    String line = "Interrupt: saving checkpoint … done at step %d. Resume: %s resume %s";
    String script = Workbench.root().resolve("launcher/ansatz").toString();
    assertEquals(line.formatted(steps, script, name), stopped.strip().lines().toList().getLast());
    assertEquals(line.formatted(more, script, name), terminated.strip().lines().toList().getLast());
    Workbench.Result rest = bench.ansatz(Workbench.options("-Dzoo.hurry=" + hurry), "resume", name);
    assertEquals(0, rest.code(), rest.err());
    assertTrue(rest.out().contains("resuming after step "), rest.out());
    assertSameBytes(whole, first.folder());
    assertEquals(3, bench.ansatz("resume", name).code(), "a finished run was resumed");
  }

  /** A run in the background, stopped by signals; {@code env} undoes what a shell did to them in the background. */
  private static final class Running {
    private static final long LIMIT = TimeUnit.SECONDS.toNanos(Workbench.LIMIT_SECONDS);

    private final Workbench bench;
    private final Path out = Files.createTempFile(folder, "out", ".txt");
    private final Path err = Files.createTempFile(folder, "err", ".txt");
    private final Process process;

    private Running(Workbench bench, String... words) throws IOException {
      this.bench = bench;
      List<String> command = new ArrayList<>(List.of("env", "--default-signal=INT,TERM",
          Workbench.root().resolve("launcher/ansatz").toString()));
      command.addAll(List.of(words));
      process = bench.start(Workbench.options("-Dansatz.checkpoint.millis=100"), command, out, err);
    }

    /** What the run is called, as soon as that is said. */
    private String name() throws Exception {
      await(() -> RUN.matcher(Files.readString(out)).find());
      return said(Files.readString(out), 1);
    }

    private Path folder() throws Exception {
      return bench.home().resolve("runs").resolve(said(Files.readString(out), 2));
    }

    /** Until the checkpoint has changed that often. */
    private void awaitProgress(int times) throws Exception {
      name();
      Path run = folder();
      for (int i = 0; i < times; i++) {
        List<String> before = checkpoints(run);
        await(() -> !checkpoints(run).equals(before) && !checkpoints(run).isEmpty());
      }
    }

    private void await(Condition condition) throws Exception {
      long deadline = System.nanoTime() + LIMIT;
      while (!condition.holds()) {
        assertTrue(process.isAlive() && System.nanoTime() < deadline, () -> "ended or hangs: " + text(err));
        Thread.sleep(20);
      }
    }

    /** Sends the signal; the error output of the run, which ends with 130. */
    private String stop(String signal) throws Exception {
      signal(signal);
      signal("CONT");
      assertTrue(process.waitFor(LIMIT, TimeUnit.NANOSECONDS), "does not stop");
      assertEquals(130, process.exitValue(), text(err));
      return text(err);
    }

    private void signal(String name) throws Exception {
      assertEquals(0, new ProcessBuilder("kill", "-" + name, String.valueOf(process.pid())).start().waitFor());
    }

    private static List<String> checkpoints(Path run) throws IOException {
      try (Stream<Path> files = Files.list(run)) {
        return files.map(file -> file.getFileName().toString())
            .filter(n -> n.matches("checkpoint-\\d+-\\w+\\.safetensors"))
            .sorted().toList();
      }
    }

    private static String text(Path file) {
      try {
        return Files.readString(file);
      } catch (IOException e) {
        throw new AssertionError(e);
      }
    }
  }

  private interface Condition {
    boolean holds() throws IOException;
  }

  private static long stepsAtStop(Workbench bench, String name) throws IOException {
    JsonNode run = new ObjectMapper().readTree(bench.ansatz("show", name, "--json").out()).get("run");
    assertEquals("interrupted", run.get("state").asText());
    assertTrue(run.get("step").asLong() > 0 && run.get("step").asLong() < run.get("total").asLong(), run.toString());
    return run.get("step").asLong();
  }

  /** The result of a run that ended well: its table and its report name every model, its file has every number. */
  private static JsonNode checked(Workbench bench, Workbench.Result run) throws IOException {
    assertEquals(0, run.code(), run.err());
    Path folder = runFolder(bench, run);
    JsonNode result = new ObjectMapper().readTree(folder.resolve("result.json").toFile());
    String report = Files.readString(folder.resolve("report.html"));
    assertTrue(run.out().contains("\nreport        " + folder.resolve("report.html") + "\n"), run.out());
    assertFalse(result.get("models").isEmpty() || result.get("metrics").isEmpty());
    for (JsonNode model : result.get("models")) {
      String label = model.get("label").asText();
      assertTrue(run.out().contains("\n" + label + " "), label + " has no row:\n" + run.out());
      assertTrue(report.contains(label), label + " is not in the report");
      int values = 0;
      for (JsonNode metric : result.get("metrics")) {
        JsonNode score = model.at("/metrics/" + metric.get("name").asText());
        assertEquals(result.at("/validation/folds").asInt(), score.get("folds").size(), label + " " + metric);
        values += score.get("mean").isNumber() ? 1 : 0;
      }
      assertNotEquals(0, values, label + " has no value of any metric");
    }
    return result;
  }

  private static double mean(JsonNode result, String label, String metric) {
    for (JsonNode model : result.get("models")) {
      if (model.get("label").asText().equals(label)) {
        return model.at("/metrics/" + metric + "/mean").asDouble(Double.NaN);
      }
    }
    throw new AssertionError("no model " + label);
  }

  private static void assertSameBytes(Path one, Path other) throws IOException {
    assertNotEquals(one, other);
    for (String name : TIME_FREE) {
      assertArrayEquals(Files.readAllBytes(one.resolve(name)), Files.readAllBytes(other.resolve(name)), name);
    }
  }

  private static Path runFolder(Workbench bench, Workbench.Result run) {
    return bench.home().resolve("runs").resolve(said(run.out(), 2));
  }

  /** The run's name or id, as its first lines say. */
  private static String said(String out, int group) {
    Matcher run = RUN.matcher(out);
    assertTrue(run.find(), out);
    return run.group(group);
  }
}
