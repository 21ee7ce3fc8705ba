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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code kill -9} at named moments of real processes; every run is taken up and ends with the same bytes. */
class KillIT {
  private static final String EXPERIMENT = """
      name: killed
      seed: 11
      data: {sample: iris, target: species, transform: [standardize]}
      fit:
        task: clustering
        validation: {kind: k-fold, folds: 3, stratified: false}
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

  @TempDir
  Path folder;

  private final Map<String, Integer> hits = new ConcurrentHashMap<>();

  @Test
  void nothingIsLostWhereverTheProcessIsKilled() throws Exception {
    Path file = Files.writeString(folder.resolve("killed.yaml"), EXPERIMENT);
    Workbench calm = new Workbench(folder.resolve("calm"));
    assertEquals(0, calm.ansatz("run", file.toString()).code());
    Path whole = only(calm);
    int wanted = 0;
    List<Future<?>> kills = new ArrayList<>();
    try (ExecutorService two = Executors.newFixedThreadPool(2)) {
      for (Map.Entry<String, Integer> aim : AIMS.entrySet()) {
        for (int i = 1; i <= aim.getValue(); i++) {
          int occurrence = 1 + (i - 1) * (aim.getKey().equals("STEP_DONE") ? 2 : 1);
          kills.add(two.submit(() -> kill(file, aim.getKey(), occurrence, whole)));
          wanted++;
        }
      }
      for (Future<?> kill : kills) {
        kill.get();
      }
    }
    System.out.println("killed at " + wanted + " moments: " + new java.util.TreeMap<>(hits));
    assertTrue(wanted >= 50, wanted + " moments");
    assertEquals(AIMS, new LinkedHashMap<>(AIMS.keySet().stream().collect(java.util.stream.Collectors.toMap(k -> k,
        k -> hits.getOrDefault(k, 0), (a, _) -> a, LinkedHashMap::new))));
  }

  private Void kill(Path file, String phase, int occurrence, Path whole) throws Exception {
    Workbench bench = new Workbench(folder.resolve(phase + "-" + occurrence));
    Path out = folder.resolve(phase + "-" + occurrence + ".out");
    Path err = folder.resolve(phase + "-" + occurrence + ".err");
    Process process = bench.start(Map.of("JDK_JAVA_OPTIONS",
        "-XX:TieredStopAtLevel=1 -Dansatz.acknowledge.millis=0 -Dansatz.checkpoint.millis=3600000 -Dansatz.halt="
            + phase + ":" + occurrence),
        List.of(Workbench.root().resolve("launcher/ansatz").toString(), "run", file.toString()), out, err);
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(90);
    while (!Files.readString(err).contains("halted at " + phase)) {
      assertTrue(process.isAlive() && System.nanoTime() < deadline,
          phase + " was not reached a " + occurrence + "th time: " + Files.readString(err));
      Thread.sleep(20);
    }
    hits.merge(phase, 1, Integer::sum);
    process.destroyForcibly().waitFor();
    boolean finished = phase.equals("FINISH_COMMITTED");
    if (occurrence == 1) {
      assertState(finished ? "FINISHED" : "CRASHED", bench);
    }
    Workbench.Result resumed = bench.ansatz(Map.of("JDK_JAVA_OPTIONS", "-XX:TieredStopAtLevel=1"), "resume", "@last");
    assertEquals(finished ? 3 : 0, resumed.code(), phase + ": " + resumed.err());
    Path run = only(bench);
    for (String name : List.of("result.json", "metrics.csv", "ledger.json")) {
      assertArrayEquals(Files.readAllBytes(whole.resolve(name)), Files.readAllBytes(run.resolve(name)),
          name + " after " + phase + " " + occurrence);
    }
    return null;
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
