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
import java.util.Collections;
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
  private static final int SECONDS = Integer.getInteger("ansatz.storm.seconds", 15);
  private static final int LEAST_SWAPS = 5;

  /** As slow as that, no run is over before the storm is; then they shall hurry. */
  private static final String PAUSE = "model.pause=50";
  private static final String STEPS = "model.steps=" + (500 + 15 * SECONDS);
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
    Path hurry = folder.resolve("hurry");
    List<Study> studies = new ArrayList<>();
    try {
      for (int i = 0; i < RUNS; i++) {
        studies.add(Study.launch(bench, Workbench.options("-Xmx200m -Dzoo.hurry=" + hurry), "run", file, STEPS, PAUSE,
            "seed=" + i));
      }
      try (Host host = calm.boot()) {
        for (int i = 0; i < RUNS; i++) {
          assertEquals(0, host.commandLine().applyAsInt(new String[] {"run", file, STEPS, "model.pause=0",
            "seed=" + i}));
        }
      }
      Map<Study, Integer> swaps = storm(studies);
      Files.createFile(hurry);
      for (Study study : studies) {
        study.end(0);
      }
      assertEqualRuns(calm, bench);
      int all = swaps.values().stream().mapToInt(Integer::intValue).sum();
      System.out.println(all + " swaps in " + RUNS + " runs: " + swaps.values());
      assertEquals(0, bench.ansatz("verify").code());
    } finally {
      for (Study study : studies) {
        study.close();
      }
    }
  }

  /** Swaps until the time is over and every run has seen some; how many took place in each. */
  private static Map<Study, Integer> storm(List<Study> studies) throws Exception {
    Map<Study, Integer> swaps = new HashMap<>();
    studies.forEach(study -> swaps.put(study, 0));
    for (Study study : studies) {
      study.await("it can be asked", study::found);
    }
    Random random = new Random(8);
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
    while (System.nanoTime() < end || Collections.min(swaps.values()) < LEAST_SWAPS) {
      Study study = studies.get(random.nextInt(RUNS));
      assertTrue(study.alive(), "a run ended in the storm: " + study.out() + study.err());
      String slot = List.copyOf(CHOICES.keySet()).get(random.nextInt(CHOICES.size()));
      String part = CHOICES.get(slot).get(random.nextInt(2));
      try {
        JsonNode answer = study.ask(Map.of("command", "swap", "slot", slot, "part", part, "shadow", 0, "provisional",
            true, "why", "storm"));
        swaps.merge(study, answer.path("ok").asBoolean() ? 1 : 0, Integer::sum);
      } catch (IOException e) {
        // On a machine that is too busy a step may seem to hang: that process is being replaced.
        Thread.sleep(20);
      }
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
