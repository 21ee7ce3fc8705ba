package ansatz.itest;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ansatz.launcher.Host;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Eight runs whose estimators and linear algebra are swapped at random, between versions of the same source: they end with
 * the numbers of runs that were left alone. The system property {@code ansatz.storm.seconds} says for how long.
 */
class SwapStormIT {
  private static final int RUNS = 8;
  private static final int STEP_MILLIS = 20;
  private static final int SECONDS = Integer.getInteger("ansatz.storm.seconds", 15);
  private static final Map<String, List<String>> CHOICES = new TreeMap<>(
      Map.of("model.descent", List.of("descent@1.0.0", "descent@1.0.1"), "linalg",
          List.of("jblas@1.0.0", "jblas@1.0.1")));

  @TempDir
  Path folder;

  @Test
  void swappedAtRandomTheyEndAsThoseLeftAlone() throws Exception {
    Workbench bench = ZooHome.copy(folder.resolve("home"));
    Workbench calm = ZooHome.copy(folder.resolve("calm"));
    String file = ZooHome.experiment(folder);
    String steps = "model.steps=" + SECONDS * 1000 / STEP_MILLIS / 2;
    List<Study> studies = new ArrayList<>();
    try {
      for (int i = 0; i < RUNS; i++) {
        studies.add(Study.launch(bench, Map.of("JDK_JAVA_OPTIONS", "-XX:TieredStopAtLevel=1 -Xmx200m"), "run", file,
            steps, "model.pause=" + STEP_MILLIS, "seed=" + i));
      }
      try (Host host = calm.boot()) {
        for (int i = 0; i < RUNS; i++) {
          assertEquals(0, host.commandLine().applyAsInt(new String[] {"run", file, steps, "model.pause=0",
            "seed=" + i}));
        }
      }
      Map<Study, Integer> swaps = storm(studies);
      for (Study study : studies) {
        study.end(0);
      }
      assertEqualRuns(calm, bench);
      int all = swaps.values().stream().mapToInt(Integer::intValue).sum();
      System.out.println(all + " swaps in " + RUNS + " runs: " + swaps.values());
      assertTrue(swaps.values().stream().allMatch(n -> n >= 3), swaps.values() + " swaps");
      assertEquals(0, bench.ansatz("verify").code());
    } finally {
      for (Study study : studies) {
        study.close();
      }
    }
  }

  /** Swaps until the time is over or every run has ended; how many took place in each. */
  private static Map<Study, Integer> storm(List<Study> studies) throws Exception {
    Map<Study, Integer> swaps = new HashMap<>();
    Random random = new Random(8);
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
    while (System.nanoTime() < end && studies.stream().anyMatch(Study::alive)) {
      Study study = studies.get(random.nextInt(RUNS));
      String slot = List.copyOf(CHOICES.keySet()).get(random.nextInt(CHOICES.size()));
      String part = CHOICES.get(slot).get(random.nextInt(2));
      if (study.found()) {
        try {
          JsonNode answer = study.ask(Map.of("command", "swap", "slot", slot, "part", part, "shadow", 0, "provisional",
              true, "why", "storm"));
          swaps.merge(study, answer.path("ok").asBoolean() ? 1 : 0, Integer::sum);
        } catch (IOException e) {
          Thread.sleep(STEP_MILLIS);
        }
      }
      Thread.sleep(random.nextInt(STEP_MILLIS));
    }
    return swaps;
  }

  /** Runs of one seed have the same numbers. */
  private static void assertEqualRuns(Workbench calm, Workbench stormy) throws IOException {
    Map<String, Path> expected = bySeed(calm);
    Map<String, Path> actual = bySeed(stormy);
    assertEquals(RUNS, expected.size());
    assertEquals(expected.keySet(), actual.keySet());
    for (String seed : expected.keySet()) {
      for (String name : List.of("metrics.csv", "result.safetensors")) {
        assertArrayEquals(Files.readAllBytes(expected.get(seed).resolve(name)),
            Files.readAllBytes(actual.get(seed).resolve(name)), seed + ": " + name);
      }
      String ledger = Files.readString(actual.get(seed).resolve("ledger.json"));
      assertTrue(ledger.contains("storm"), ledger);
    }
  }

  private static Map<String, Path> bySeed(Workbench bench) throws IOException {
    Map<String, Path> runs = new TreeMap<>();
    try (Stream<Path> folders = Files.list(bench.home().resolve("runs"))) {
      for (Path run : folders.toList()) {
        String seed = Files.readString(run.resolve("overrides.txt")).replaceAll("(?s).*(seed=\\d+).*", "$1");
        runs.put(seed, run);
      }
    }
    return runs;
  }
}
