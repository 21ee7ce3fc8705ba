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
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code kill -9} at every phase of install, promote, retire and swap: afterwards all is as before, or all is done, never
 * half.
 */
class LiveKillIT {
  /** The phases, and whether what was asked for is done when the process dies there. */
  private static final Map<String, Boolean> INSTALL = phases("INSTALL_QUARANTINED", false, "INSTALL_CHECKED", false,
      "INSTALL_ADMITTED", false, "INSTALL_STORED", false, "INSTALL_STAGED", true);
  private static final Map<String, Boolean> PROMOTE = phases("PROMOTE_CHECKED", false, "PROMOTE_COMMITTED", true);
  private static final Map<String, Boolean> RETIRE = phases("RETIRE_UNLOADED", false, "RETIRE_COMMITTED", true);
  private static final Map<String, Boolean> SWAP = phases("SWAP_REQUESTED", false, "SWAP_CHECKPOINTED", false,
      "SWAP_REPLACED", false, "SWAP_SNAPSHOT_WRITTEN", false, "SWAP_COMMITTED", true);

  private static final String STEPS = "model.steps=50";

  /** As slow as that, no run is over before it is swapped; when it is taken up it shall hurry. */
  private static final String PAUSE = "model.pause=1000";

  @TempDir
  Path folder;

  private final Map<String, Integer> kills = new ConcurrentHashMap<>();

  private static Map<String, Boolean> phases(Object... phasesAndDone) {
    Map<String, Boolean> phases = new LinkedHashMap<>();
    for (int i = 0; i < phasesAndDone.length; i += 2) {
      phases.put((String) phasesAndDone[i], (Boolean) phasesAndDone[i + 1]);
    }
    return phases;
  }

  @Test
  void neverHalf() throws Exception {
    ZooHome.copy(folder.resolve("first"));
    try (ExecutorService two = Executors.newFixedThreadPool(2)) {
      List<Future<?>> done = new ArrayList<>();
      done.add(two.submit(this::killBundleCommands));
      List<Path> whole = new ArrayList<>(List.of(whole()));
      SWAP.forEach((phase, committed) -> done.add(two.submit(() -> killSwap(phase, committed, whole.getFirst()))));
      for (Future<?> each : done) {
        each.get();
      }
    }
    System.out.println("killed at " + kills.values().stream().mapToInt(Integer::intValue).sum()
        + " moments: " + new TreeMap<>(kills));
    for (Map<String, Boolean> phases : List.of(INSTALL, PROMOTE, RETIRE, SWAP)) {
      phases.keySet().forEach(phase -> assertTrue(kills.containsKey(phase), "nothing was killed at " + phase));
    }
  }

  /** The run that nobody touches. */
  private Path whole() throws Exception {
    Workbench calm = ZooHome.copy(folder.resolve("calm"));
    Workbench.Result result = calm.ansatz("run", ZooHome.experiment(folder), STEPS, "model.pause=0");
    assertEquals(0, result.code(), result.err());
    return only(calm);
  }

  private Void killBundleCommands() throws Exception {
    Workbench bench = ZooHome.copy(folder.resolve("bundles"));
    Path jar = Animal.GOOD.jar(new Workshop(folder.resolve("workshop")));
    String label = Animal.GOOD.label();
    try (Console console = new Console(bench)) {
      for (Map.Entry<String, Boolean> phase : INSTALL.entrySet()) {
        kill(bench, phase.getKey(), "bundle", "install", jar.toString());
        assertState(console, label, phase.getValue() ? "staged" : null);
      }
      assertCode(0, console.ansatz("bundle", "install", jar.toString()));
      for (Map.Entry<String, Boolean> phase : PROMOTE.entrySet()) {
        kill(bench, phase.getKey(), "bundle", "promote", label);
        assertState(console, label, phase.getValue() ? "promoted" : "staged");
      }
      assertCode(0, console.ansatz("bundle", "rollback"));
      for (Map.Entry<String, Boolean> phase : RETIRE.entrySet()) {
        kill(bench, phase.getKey(), "bundle", "retire", label);
        assertState(console, label, phase.getValue() ? "retired" : "staged");
      }
    }
    assertCode(0, bench.ansatz("bundle", "verify"));
    assertTrue(empty(bench.home().resolve("bundles/quarantine")), "quarantine was not swept");
    return null;
  }

  private Void killSwap(String phase, boolean committed, Path whole) throws Exception {
    Workbench bench = ZooHome.copy(folder.resolve(phase));
    String id;
    try (Study study = Study.start(bench, Workbench.options("-Dansatz.halt=" + phase + ":1"), "run",
        ZooHome.experiment(folder), STEPS, PAUSE)) {
      study.awaitStep(2);
      try (Study swap = Study.launch(bench, Workbench.QUICK, "swap", study.id(), "model.descent=descent@1.0.1",
          "--shadow", "0", "--provisional")) {
        study.awaitText("halted at " + phase);
        study.kill();
        swap.end(3);
      }
      kills.merge(phase, 1, Integer::sum);
      id = study.id();
    }
    assertCode(0, bench.ansatz(Workbench.options("-Dzoo.hurry=" + folder), "resume", id));
    Path run = only(bench);
    for (String name : List.of("metrics.csv", "result.safetensors")) {
      assertArrayEquals(Files.readAllBytes(whole.resolve(name)), Files.readAllBytes(run.resolve(name)), name);
    }
    String ledger = Files.readString(run.resolve("ledger.json"));
    assertEquals(committed, ledger.contains("\"1.0.1\""), phase + ledger);
    assertTrue(ledger.contains("\"1.0.0\""), phase + ledger);
    return null;
  }

  private void kill(Workbench bench, String phase, String... words) throws Exception {
    try (Study study = Study.launch(bench, Workbench.options("-Dansatz.halt=" + phase + ":1"), words)) {
      study.awaitText("halted at " + phase);
      study.kill();
      kills.merge(phase, 1, Integer::sum);
    }
  }

  private static void assertState(Console console, String label, String state) throws IOException {
    Workbench.Result list = console.ansatz("bundle", "list", "--json");
    assertCode(0, list);
    String found = null;
    for (JsonNode entry : new ObjectMapper().readTree(list.out())) {
      if (label.equals(entry.get("name").asText() + "@" + entry.get("version").asText())) {
        found = entry.get("status").asText();
      }
    }
    assertEquals(state, found, list.out());
  }

  private static void assertCode(int code, Workbench.Result result) {
    assertEquals(code, result.code(), result.out() + result.err());
  }

  private static boolean empty(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return true;
    }
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.filter(Files::isDirectory).findAny().isEmpty();
    }
  }

  private static Path only(Workbench bench) throws IOException {
    try (Stream<Path> runs = Files.list(bench.home().resolve("runs"))) {
      return runs.findFirst().orElseThrow();
    }
  }
}
