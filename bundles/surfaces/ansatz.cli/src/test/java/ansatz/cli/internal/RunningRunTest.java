package ansatz.cli.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ansatz.cli.Subcommand;
import ansatz.cli.Terminal;
import ansatz.cli.command.internal.CheckpointCommand;
import ansatz.cli.command.internal.StatusCommand;
import ansatz.cli.command.internal.StopCommand;
import ansatz.cli.command.internal.SwapCommand;
import ansatz.control.ControlServer;
import ansatz.experiment.Home;
import ansatz.experiment.RefusedException;
import ansatz.experiment.RunState;
import ansatz.experiment.Source;
import ansatz.experiment.Swap;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands that ask a run in another process; here a pretended one. */
class RunningRunTest {
  @TempDir
  Path home;

  private final FakeRunner runner = new FakeRunner();
  private final List<Map<String, Object>> questions = new ArrayList<>();
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private String before;
  private Path folder;

  @BeforeEach
  void aHomeWithARun() throws IOException {
    before = System.getProperty(Home.PROPERTY);
    System.setProperty(Home.PROPERTY, home.toString());
    folder = Files.createDirectories(new Home(home).run("r-1"));
    runner.found = RunState.RUNNING;
  }

  @AfterEach
  void theOldHome() {
    if (before == null) {
      System.clearProperty(Home.PROPERTY);
    } else {
      System.setProperty(Home.PROPERTY, before);
    }
  }

  private int execute(String... arguments) {
    List<Subcommand> commands = List.of(new StatusCommand(), new StopCommand(), new CheckpointCommand(),
        new SwapCommand());
    return new CommandTree(() -> commands, runner).execute(new PrintStream(out, true, StandardCharsets.UTF_8),
        new PrintStream(err, true, StandardCharsets.UTF_8), Terminal.PLAIN, arguments);
  }

  private ControlServer desk(Function<Map<String, Object>, Map<String, Object>> answer) {
    return ControlServer.open(folder, question -> {
      questions.add(question);
      return answer.apply(question);
    });
  }

  private String out() {
    return out.toString(StandardCharsets.UTF_8);
  }

  private String err() {
    return err.toString(StandardCharsets.UTF_8);
  }

  private static Map<String, Object> swapped(Map<String, Object> question) {
    if (question.get("command").equals("swap")) {
      return Map.of("ok", true, "pending", true, "ticket", 7, "lines",
          List.of("shadow: 5 steps in a child process, from step 400"));
    }
    assertEquals(7, question.get("ticket"));
    assertEquals(1, question.get("seen"));
    Map<String, Object> answer = new HashMap<>(Map.of("ok", true, "pending", false, "ticket", 7, "lines",
        List.of("5 steps in the shadow, greatest difference 0 (bit-identical)"), "kind", "swapped", "step", 412, "slot",
        "linalg", "from", Map.of("part", "jblas", "bundle", "ansatz.linalg.jblas", "version", "1.0.0"), "to",
        Map.of("part", "openblas", "bundle", "ansatz.linalg.openblas", "version", "1.0.0")));
    answer.put("pauseMillis", 6.2);
    answer.put("difference", "0 (bit-identical)");
    return answer;
  }

  @Test
  void aSwapIsFollowedFromTheShadowToTheCommit() {
    try (ControlServer _ = desk(RunningRunTest::swapped)) {
      assertEquals(0, execute("swap", "@last", "linalg=openblas", "--why", "faster"), err());
    }
    assertEquals(
        List.of("shadow: 5 steps in a child process, from step 400",
            "5 steps in the shadow, greatest difference 0 (bit-identical)"),
        err().lines().toList());
    assertEquals(List.of("committed after step 412, pause 6 ms, greatest difference 0 (bit-identical)",
        "linalg: jblas ansatz.linalg.jblas@1.0.0 → openblas ansatz.linalg.openblas@1.0.0",
        "undo          ansatz swap brave-otter-7 --undo linalg"), out().lines().toList());
    assertEquals("openblas", questions.getFirst().get("part"));
    assertEquals("faster", questions.getFirst().get("why"));
    assertEquals(5, questions.getFirst().get("shadow"));
    assertEquals(0.1, questions.getFirst().get("tolerance"));
    assertEquals(false, questions.getFirst().get("provisional"));
  }

  @Test
  void withoutAShadowThatIsSaidAndJsonIsAlone() {
    try (ControlServer _ = desk(RunningRunTest::swapped)) {
      assertEquals(0, execute("swap", "@last", "linalg=openblas", "--shadow", "0", "--json"), err());
    }
    assertTrue(err().startsWith("no shadow: "), err());
    assertTrue(out().startsWith("{") && out().contains("\"step\" : 412") && !out().contains("ticket"), out());
    assertEquals(0, questions.getFirst().get("shadow"));
  }

  @Test
  void whatTheRunRefusesIsExitCode3() {
    try (ControlServer _ = desk(_ -> {
      throw new RefusedException("ansatz.linalg.openblas@1.0.1 is not promoted — --provisional");
    })) {
      assertEquals(3, execute("swap", "@last", "linalg=openblas@1.0.1"));
    }
    assertEquals("error ansatz.linalg.openblas@1.0.1 is not promoted — --provisional", err().strip());
    assertEquals("", out());
  }

  @Test
  void slipsInTheArgumentsAreExitCode2() {
    assertEquals(2, execute("swap", "@last"));
    assertEquals(2, execute("swap", "@last", "linalg"));
    assertEquals(2, execute("swap", "@last", "linalg=a", "--undo", "linalg"));
    assertEquals(2, execute("swap", "@last", "linalg=a", "--shadow", "-1"));
    assertEquals(2, execute("swap", "@last", "linalg=a", "--tolerance", "NaN"));
    assertTrue(err().contains("is not slot=name[@version]"), err());
  }

  @Test
  void aRunThatDoesNotRunIsNotAsked() {
    runner.found = RunState.INTERRUPTED;
    assertEquals(3, execute("swap", "@last", "linalg=openblas"));
    assertEquals(3, execute("stop", "@last"));
    assertEquals(3, execute("checkpoint", "@last"));
    assertTrue(err().contains("is not running, it is interrupted — ansatz resume brave-otter-7"), err());
  }

  private static Swap swap(String slot, Swap.Kind kind) {
    Source source = new Source("zoo", "1.0.1", "ab", new TreeMap<>());
    return new Swap(4, slot, kind, "a", source, "b", source, true, "me", "", "", "", "");
  }

  @Test
  void undoWithoutASlotTakesTheNewestSwapInForceBack() {
    runner.swaps = List.of(swap("data", Swap.Kind.SWAPPED), swap("linalg", Swap.Kind.SWAPPED),
        swap("linalg", Swap.Kind.ROLLED_BACK), swap("model.ridge", Swap.Kind.REFUSED));
    Map<String, Object> answer = Map.of("ok", true, "pending", false, "kind", "undone", "step", 9, "slot", "data",
        "from", Map.of("part", "b"), "to", Map.of("part", "a"), "pauseMillis", 1.0);
    try (ControlServer _ = desk(_ -> answer)) {
      assertEquals(0, execute("swap", "@last", "--undo"), err());
      assertEquals(0, execute("swap", "@last", "--undo", "model.ridge"), err());
      runner.swaps = List.of();
      assertEquals(3, execute("swap", "@last", "--undo"));
    }
    assertEquals("data", questions.get(0).get("slot"));
    assertEquals("model.ridge", questions.get(1).get("slot"));
    assertTrue(err().contains("has no swap to take back"), err());
  }

  @Test
  void aSwapThatWaitsForTheNextFoldIsNotWaitedFor() {
    Map<String, Object> waiting = Map.of("ok", true, "pending", true, "ticket", 7, "waitsFor", "em fold 3/10", "lines",
        List.of("waits for the end of em fold 3/10"));
    try (ControlServer _ = desk(_ -> waiting)) {
      assertEquals(0, execute("swap", "@last", "model.em=k-means", "--at", "fold"), err());
      assertEquals(2, execute("swap", "@last", "model.em=k-means", "--at", "noon"));
      assertEquals(2, execute("swap", "@last", "model.em=k-means", "--withdraw", "model.em"));
    }
    assertEquals("fold", questions.getFirst().get("at"));
    assertEquals(1, questions.size());
    assertEquals(List.of("it is made after em fold 3/10, kept with the run until then",
        "withdraw      ansatz swap brave-otter-7 --withdraw model.em"), out().lines().toList());
  }

  @Test
  void whatWaitsIsWithdrawn() {
    try (ControlServer _ = desk(_ -> Map.of("ok", true, "pending", false, "withdrawn", "swap model.em=k-means"))) {
      assertEquals(0, execute("swap", "@last", "--withdraw", "model.em"), err());
    }
    assertEquals("withdraw", questions.getFirst().get("command"));
    assertEquals("withdrawn: swap model.em=k-means", out().strip());
  }

  @Test
  void stopWaitsUntilTheRunHasStopped() {
    try (ControlServer _ = desk(_ -> {
      runner.found = RunState.INTERRUPTED;
      return Map.of("ok", true, "pending", false, "step", 6);
    })) {
      assertEquals(0, execute("stop", "@last"), err());
    }
    assertEquals("run brave-otter-7 stopped at step 6. Resume: ansatz resume brave-otter-7", out().strip());
  }

  @Test
  void aCheckpointIsAskedFor() {
    try (ControlServer _ = desk(_ -> Map.of("ok", true, "pending", false, "step", 17))) {
      assertEquals(0, execute("checkpoint", "@last"), err());
    }
    assertEquals("checkpoint of run brave-otter-7 written after step 17", out().strip());
  }

  @Test
  void statusShowsStepsSlotsRequestsAndSwaps() {
    runner.swaps = List.of(swap("linalg", Swap.Kind.ROLLED_BACK));
    Map<String, Object> status = new HashMap<>(Map.of("ok", true, "pid", 17, "step", 412, "total", 1000, "secondsLeft",
        180.0, "stepSeconds", 0.2, "slowestStepSeconds", 0.5));
    status.put("slots",
        List.of(Map.of("slot", "linalg", "part", "jblas", "bundle", "ansatz.linalg.jblas", "version", "1.0.0",
            "sha256", "0123456789ab")));
    status.put("pending", List.of(Map.of("ticket", 3, "what", "swap linalg=openblas", "stage", "shadow: 5 steps")));
    try (ControlServer _ = desk(_ -> status)) {
      assertEquals(0, execute("status", "@last"), err());
      assertTrue(out().contains("running, process 17"), out());
      assertTrue(out().contains("step 412 of 1000, 3 m 00 s left; kept up to 6"), out());
      assertTrue(out().contains("linalg  jblas  ansatz.linalg.jblas"), out());
      assertTrue(out().contains("asked: swap linalg=openblas, shadow: 5 steps"), out());
      assertTrue(out().contains("after step 4, linalg: a zoo 1.0.1 → b zoo 1.0.1, rolled back, provisional"), out());
      out.reset();
      assertEquals(0, execute("status", "@last", "--json"), err());
      assertTrue(out().contains("\"secondsLeft\" : 180.0"), out());
    }
  }

  @Test
  void statusOfARunThatDoesNotAnswerOrRunIsWhatIsRecorded() {
    assertEquals(0, execute("status", "@last"), err());
    assertTrue(out().contains("run r-1 is not running: ansatz resume r-1"), out());
    out.reset();
    runner.found = RunState.CRASHED;
    assertEquals(0, execute("status", "@last"), err());
    assertTrue(out().contains("crashed") && out().contains("next: ansatz resume brave-otter-7"), out());
    assertFalse(out().contains("left;"), out());
  }
}
