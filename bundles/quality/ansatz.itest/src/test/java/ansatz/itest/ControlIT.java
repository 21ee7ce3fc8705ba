package ansatz.itest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run in one terminal obeys another one, and nobody without its token. */
class ControlIT {
  @TempDir
  Path folder;

  @Test
  void statusSwapCheckpointAndStopFromAnotherTerminal() throws Exception {
    Workbench bench = ZooHome.copy(folder.resolve("home"));
    String file = ZooHome.experiment(folder);
    try (Study study = Study.start(bench, Workbench.QUICK, "run", file, "model.steps=2000", "model.pause=100")) {
      study.awaitStep(5);
      JsonNode status = json(bench, "status", "@last", "--json");
      assertTrue(status.toString().contains("model.descent"), status.toString());
      assertEquals(study.pid(), status.path("pid").asLong(), status.toString());

      Workbench.Result swap = bench.ansatz("swap", "@last", "model.descent=descent@1.0.1", "--shadow", "0",
          "--provisional", "--why", "a trial");
      assertEquals(0, swap.code(), swap.err());
      assertTrue((swap.out() + swap.err()).contains("protection"), swap.out() + swap.err());
      JsonNode slot = slot(study, "model.descent");
      assertEquals("1.0.1", slot.get("version").asText());

      Workbench.Result checkpoint = bench.ansatz("checkpoint", "@last");
      assertEquals(0, checkpoint.code(), checkpoint.err());
      Workbench.Result stop = bench.ansatz("stop", "@last");
      assertEquals(0, stop.code(), stop.err());
      study.end(130);
      assertFalse(Files.exists(study.folder().resolve("control.json")), "the invitation stayed");

      Workbench.Result late = bench.ansatz("stop", "@last");
      assertEquals(3, late.code(), late.err());
      assertTrue(late.err().contains("is not running"), late.err());
      assertTrue(late.err().contains("resume"), late.err());
    }
    String why = bench.ansatz("why", "@last").out();
    assertTrue(why.contains("1.0.0") && why.contains("1.0.1") && why.contains("a trial"), why);
  }

  @Test
  void withoutItsTokenNothingIsAnswered() throws Exception {
    Workbench bench = ZooHome.copy(folder.resolve("home"));
    String file = ZooHome.experiment(folder);
    try (Study study = Study.start(bench, Workbench.QUICK, "run", file, "model.steps=2000", "model.pause=100")) {
      assertEquals("", study.say("0".repeat(64) + "{\"command\":\"stop\"}\n"));
      assertEquals("", study.say("{\"command\":\"stop\"}\n" + "x".repeat(80)));
      Path invitation = study.folder().resolve("control.json");
      assertEquals("rw-------", permissions(invitation));
      assertEquals("rwx------", permissions(study.folder().resolve("control")));
      JsonNode unknown = study.ask(Map.of("command", "format c:"));
      assertEquals(2, unknown.get("code").asInt(), unknown.toString());
      assertTrue(study.alive());

      study.awaitStep(5);
      study.kill();
      assertTrue(Files.exists(invitation), "kill -9 leaves what it leaves");
      Workbench.Result gone = bench.ansatz("status", study.id());
      Workbench.Result stop = bench.ansatz("stop", study.id());
      assertEquals(3, stop.code(), stop.out() + stop.err());
      assertTrue(stop.err().contains("is gone"), stop.err());
      assertTrue(stop.err().contains("resume"), stop.err());
      assertTrue(gone.code() == 0 || gone.code() == 3, gone.err());
      try (Study resumed = Study.start(bench, Workbench.QUICK, "resume", study.id())) {
        resumed.awaitStep(10);
        assertEquals(resumed.pid(), resumed.ask(Map.of("command", "status")).get("pid").asLong());
      }
    }
  }

  private static String permissions(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }

  private static JsonNode slot(Study study, String name) throws IOException {
    for (JsonNode slot : study.ask(Map.of("command", "status")).get("slots")) {
      if (slot.get("slot").asText().equals(name)) {
        return slot;
      }
    }
    throw new AssertionError("no slot " + name);
  }

  private static JsonNode json(Workbench bench, String... words) throws IOException {
    Workbench.Result result = bench.ansatz(words);
    assertEquals(0, result.code(), List.of(words) + result.err());
    return new ObjectMapper().readTree(result.out());
  }
}
