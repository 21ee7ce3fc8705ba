package ansatz.itest;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code kill -9} at named moments of real processes: each run is killed again and again while it is taken up, and ends
 * with the same bytes as one that was left alone.
 */
class KillIT {
  private static final String EXPERIMENT = """
      name: killed
      seed: 11
      data: {sample: iris, target: species, transform: [standardize]}
      fit:
        task: clustering
        validation: {kind: k-fold, folds: 5, stratified: false}
        models:
          k-means: {k: 3, maxSteps: 6}
          gaussian-mixture: {k: 3, tolerance: 0, maxSteps: 8}
      metrics: [adjusted-rand, log-likelihood]
      report: false
      """;

  /** How many occurrences of each moment are aimed at. */
  private static final Map<String, Integer> AIMS = new LinkedHashMap<>();

  static {
    AIMS.put("RUN_CREATED", 1);
    AIMS.put("STEP_DONE", 15);
    AIMS.put("PROGRESS_COMMITTED", 10);
    for (String phase : List.of("WRITTEN", "FORCED", "RENAMED", "READ_BACK", "COMMITTED")) {
      AIMS.put("CHECKPOINT_" + phase, 3);
    }
    AIMS.put("FOLDER_FORCED", 3);
    AIMS.put("OLDER_UNLINKED", 3);
    AIMS.put("RESULT_WRITTEN", 1);
    AIMS.put("REPORT_WRITTEN", 1);
    AIMS.put("FINISH_COMMITTED", 1);
  }

  private static final int CHAINS = 4;

  /** A moment at which a process is killed: a phase, and how often it is reached before. */
  private record Moment(String phase, int occurrence) {}

  @TempDir
  Path folder;

  private final Map<String, Integer> hits = new ConcurrentHashMap<>();

  @Test
  void nothingIsLostWhereverTheProcessIsKilled() throws Exception {
    Path file = Files.writeString(folder.resolve("killed.yaml"), EXPERIMENT);
    Workbench calm = ZooHome.empty(folder.resolve("calm"));
    assertEquals(0, calm.ansatz("run", file.toString()).code());
    Path whole = only(calm);
    List<Future<?>> done = new ArrayList<>();
    try (ExecutorService two = Executors.newFixedThreadPool(2)) {
      for (List<Moment> chain : chains()) {
        done.add(two.submit(() -> killAndTakeUp(file, chain, whole)));
      }
      for (Future<?> each : done) {
        each.get();
      }
    }
    int kills = hits.values().stream().mapToInt(Integer::intValue).sum();
    System.out.println("killed at " + kills + " moments: " + new TreeMap<>(hits));
    assertTrue(kills >= 50, kills + " moments");
    assertEquals(new TreeMap<>(AIMS), new TreeMap<>(hits));
  }

  /** The moments dealt out to runs; what happens once, at the beginning or the end of a run, goes there. */
  private static List<List<Moment>> chains() {
    List<List<Moment>> chains = new ArrayList<>();
    List<Moment> middle = new ArrayList<>();
    AIMS.forEach((phase, times) -> {
      for (int i = 0; i < times && times > 1; i++) {
        middle.add(new Moment(phase, 1 + i % 3));
      }
    });
    for (int c = 0; c < CHAINS; c++) {
      chains.add(new ArrayList<>());
    }
    chains.getFirst().add(new Moment("RUN_CREATED", 1));
    Collections.shuffle(middle, new Random(5));
    for (int i = 0; i < middle.size(); i++) {
      boolean checkpoint = !middle.get(i).phase().matches("STEP_DONE|PROGRESS_COMMITTED");
      chains.get(i % CHAINS).add(checkpoint ? new Moment(middle.get(i).phase(), 1) : middle.get(i));
    }
    chains.get(1).add(new Moment("RESULT_WRITTEN", 1));
    chains.get(2).add(new Moment("REPORT_WRITTEN", 1));
    chains.get(3).add(new Moment("FINISH_COMMITTED", 1));
    return chains;
  }

  private Void killAndTakeUp(Path file, List<Moment> chain, Path whole) throws Exception {
    Workbench bench = ZooHome.empty(folder.resolve("chain-" + chain.getLast().phase()));
    for (int i = 0; i < chain.size(); i++) {
      kill(bench, chain.get(i), i == 0 ? List.of("run", file.toString()) : List.of("resume", "@last"));
    }
    boolean finished = chain.getLast().phase().equals("FINISH_COMMITTED");
    assertState(finished ? "FINISHED" : "CRASHED", bench);
    Workbench.Result resumed = bench.ansatz("resume", "@last");
    assertEquals(finished ? 3 : 0, resumed.code(), chain + ": " + resumed.err());
    Path run = only(bench);
    for (String name : List.of("result.json", "metrics.csv", "ledger.json")) {
      assertArrayEquals(Files.readAllBytes(whole.resolve(name)), Files.readAllBytes(run.resolve(name)),
          name + " after " + chain);
    }
    return null;
  }

  private void kill(Workbench bench, Moment moment, List<String> words) throws Exception {
    Path out = Files.createTempFile(folder, "out", ".txt");
    Path err = Files.createTempFile(folder, "err", ".txt");
    List<String> command = new ArrayList<>(List.of(Workbench.root().resolve("launcher/ansatz").toString()));
    command.addAll(words);
    Process process = bench.start(Workbench.options(
        "-Dansatz.acknowledge.millis=0 -Dansatz.checkpoint.millis=3600000 -Dansatz.halt="
            + moment.phase() + ":" + moment.occurrence()),
        command, out, err);
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(Workbench.LIMIT_SECONDS);
    while (!Files.readString(err).contains("halted at " + moment.phase())) {
      assertTrue(process.isAlive() && System.nanoTime() < deadline,
          moment + " was not reached: " + Files.readString(err) + Files.readString(out));
      Thread.sleep(20);
    }
    process.destroyForcibly().waitFor();
    hits.merge(moment.phase(), 1, Integer::sum);
  }

  /** The one run of the home is in that state, as {@code ansatz runs} tells it. */
  private static void assertState(String state, Workbench bench) throws IOException {
    JsonNode tree = new ObjectMapper().readTree(bench.ansatz("runs", "--json").out());
    JsonNode runs = tree.isArray() ? tree : tree.get("runs");
    assertEquals(1, runs.size());
    assertEquals(state, runs.get(0).get("state").asText().toUpperCase(Locale.ROOT));
  }

  private static Path only(Workbench bench) throws IOException {
    try (Stream<Path> runs = Files.list(bench.home().resolve("runs"))) {
      List<Path> all = runs.toList();
      assertEquals(1, all.size());
      return all.getFirst();
    }
  }
}
