package ansatz.itest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What imports a part's package is replaced together with the part: in new work, and in a run that goes on. */
class ImporterIT {
  private static final String MODELS = "fit.models={relay: {steps: %d, pause: %d}}";

  @TempDir
  Path folder;

  private Workbench bench;
  private Workshop workshop;
  private Console console;

  @BeforeEach
  void relay() throws Exception {
    workshop = new Workshop(folder.resolve("workshop"));
    bench = ZooHome.copy(folder.resolve("home"));
    ok("bundle", "install", workshop.zoo("zoo.relay").seeing(Animal.FIRST.jar(workshop)).jar().toString(), "--promote");
    console = new Console(bench);
  }

  @AfterEach
  void close() {
    console.close();
  }

  @Test
  void itFollowsThePromotedVersion() throws Exception {
    Path hurry = folder.resolve("hurry");
    try (Study running = Study.start(bench, Workbench.options("-Dzoo.hurry=" + hurry), "run",
        ZooHome.experiment(folder), MODELS.formatted(2000, 100))) {
      running.awaitStep(5);
      List<String> before = relayed("zoo.descent@1.0.0");
      ok("bundle", "install", Animal.GOOD.jar(workshop).toString(), "--promote");
      List<String> after = relayed(Animal.GOOD.label());
      assertEquals(before.stream().filter(line -> line.contains(",loss,")).map(ImporterIT::halved).toList(),
          after.stream().filter(line -> line.contains(",loss,")).toList());
      Workbench.Result swap = ok("swap", running.id(), "model.relay=relay");
      assertTrue((swap.out() + swap.err()).contains("5 steps in the shadow"), swap.out() + swap.err());
      running.awaitStep(running.step() + 5);
      Files.createFile(hurry);
      running.end(0);
      assertTrue(wiring(running.id()).has(Animal.GOOD.label()), wiring(running.id()).toString());
    }
    Workbench.Result safe = ok("--safe", "list", "estimator");
    assertFalse(safe.out().contains("zoo.descent"), safe.out());
    ok("bundle", "rollback");
    ok("bundle", "retire", Animal.GOOD.label());
    ok("verify");
  }

  /** The metrics of a short run of the importer, whose code is wired to that version. */
  private List<String> relayed(String wired) throws IOException {
    ok("run", ZooHome.experiment(folder), MODELS.formatted(20, 0));
    assertTrue(wiring("@last").has(wired), wiring("@last").toString());
    String id = json("runs", "--json").get(0).get("id").asText();
    return Files.readAllLines(bench.home().resolve("runs").resolve(id).resolve("metrics.csv"));
  }

  /** To what the code was wired that did a run's last steps. */
  private JsonNode wiring(String run) throws IOException {
    JsonNode last = null;
    for (JsonNode entry : json("why", run, "--json").get("ledger")) {
      last = entry.get("slot").asText().equals("model.relay") ? entry.get("wiring") : last;
    }
    return last;
  }

  /** {@code 7,relay/fold-1,loss,3000.0} with half the value. */
  private static String halved(String line) {
    int comma = line.lastIndexOf(',');
    return line.substring(0, comma + 1) + 0.5 * Double.parseDouble(line.substring(comma + 1));
  }

  private JsonNode json(String... words) throws IOException {
    Workbench.Result result = console.ansatz(words);
    assertEquals(0, result.code(), List.of(words) + result.out() + result.err());
    return new ObjectMapper().readTree(result.out());
  }

  private Workbench.Result ok(String... words) {
    Workbench.Result result = bench.ansatz(words);
    assertEquals(0, result.code(), List.of(words) + result.out() + result.err());
    return result;
  }
}
