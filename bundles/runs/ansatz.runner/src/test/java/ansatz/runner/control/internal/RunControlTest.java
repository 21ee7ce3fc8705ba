package ansatz.runner.control.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ansatz.experiment.ConfigException;
import ansatz.experiment.Disk;
import ansatz.experiment.RefusedException;
import ansatz.experiment.RunException;
import ansatz.experiment.Trees;
import ansatz.runner.supervision.internal.Supervisor;
import ansatz.runner.supervision.internal.Watchdog;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class RunControlTest extends AbstractControlTest {
  @Test
  void statusIsAnsweredInTheMiddleOfAStep() {
    try (RunControl control = open()) {
      boundary.work.step();
      control.boundary(boundary);
      Map<String, Object> status = ask("command", "status");
      assertEquals(1, status.get("step"));
      assertEquals(100, status.get("total"));
      assertEquals(ProcessHandle.current().pid(), ((Number) status.get("pid")).longValue());
      assertEquals(Map.of("slot", "linalg", "part", "jblas", "bundle", "ansatz.linalg.jblas", "version", "1.0.0",
          "sha256", "0123456789ab"), ((List<?>) status.get("slots")).getFirst());
      assertEquals(List.of(), status.get("pending"));
      assertEquals(List.of(), boundary.events);
    }
  }

  @Test
  void whatIsAskedIsDoneBetweenTwoSteps() throws Exception {
    try (RunControl control = open()) {
      Future<Map<String, Object>> checkpoint = later("command", "checkpoint");
      Thread.sleep(200);
      assertFalse(checkpoint.isDone());
      assertEquals(List.of(), boundary.events);
      boundary.work.step();
      assertEquals(1, stepping(control, checkpoint).get("step"));
      assertEquals(true, stepping(control, later("command", "stop")).get("ok"));
      assertEquals("undone", stepping(control, later("command", "undo", "slot", "linalg")).get("kind"));
      assertEquals(List.of("checkpoint 1", "stop 1", "undo linalg 1"), boundary.events);
    }
  }

  @Test
  void patienceThatEndsGivesATicketToWaitWith() throws Exception {
    try (RunControl control = open()) {
      Map<String, Object> pending = ask("command", "checkpoint", "patience", 50);
      assertEquals(true, pending.get("pending"));
      assertEquals(List.of(Map.of("ticket", pending.get("ticket"), "what", "checkpoint", "stage",
          "waiting for the end of the step", "slot", "", "waitsFor", "")), ask("command", "status").get("pending"));
      Map<String, Object> done = stepping(control, later("command", "wait", "ticket", pending.get("ticket")));
      assertEquals(false, done.get("pending"));
      assertEquals(0, done.get("step"));
      assertThrows(ConfigException.class, () -> ask("command", "wait", "ticket", 99));
    }
  }

  @Test
  void badQuestionsAreNamed() throws Exception {
    try (RunControl control = open()) {
      assertThrows(ConfigException.class, () -> ask("command", "format c:"));
      assertThrows(ConfigException.class, () -> ask("command", "swap", "slot", "linalg"));
      assertThrows(ConfigException.class, () -> ask("command", "swap", "slot", "linalg", "part", "a", "shadow", -1));
      assertThrows(ConfigException.class, () -> ask("command", "retire", "label", "zoo"));
      ConfigException slot = assertThrows(ConfigException.class,
          () -> stepping(control, later("command", "swap", "slot", "nose", "part", "a", "shadow", 0)));
      assertTrue(slot.getMessage().contains("there are linalg, model.ridge"), slot.getMessage());
      assertEquals(List.of(), boundary.events);
    }
  }

  @Test
  void aStrayFileInTheChannelDoesNotFailTheRun() throws Exception {
    List<String> notices = new ArrayList<>();
    RunControl control = RunControl.open(boundary, folder, Disk.SYSTEM, bundles, notices::add);
    Path channel;
    try (var files = Files.list(folder)) {
      channel = files.filter(Files::isDirectory).findFirst().orElseThrow();
    }
    Files.createFile(channel.resolve("stray"));
    control.close();
    assertEquals(1, notices.size());
    assertTrue(notices.getFirst().contains(channel.toString()), notices.getFirst());
  }

  /** Whether a hook is left is seen only in a process that ends. */
  @Test
  void aFileThatCannotBeReadIsOneErrorAndLeavesNoHook() throws Exception {
    Files.writeString(folder.resolve(WaitingRequests.FILE), "{\"waiting\": [");
    Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-cp", System.getProperty("java.class.path"),
        Opening.class.getName(), folder.toString()).redirectErrorStream(true).start();
    assertTrue(process.waitFor(30, TimeUnit.SECONDS));
    List<String> said = process.inputReader().lines().toList();
    assertEquals(3, process.exitValue(), said.toString());
    assertEquals(1, said.size(), said.toString());
    assertTrue(said.getFirst().startsWith(folder.resolve(WaitingRequests.FILE) + " cannot be read: "), said.getFirst());
  }

  /** A process that ends because it cannot take a run up. */
  static final class Opening {
    private Opening() {}

    public static void main(String[] arguments) {
      try (RunControl _ = RunControl.open(new PlainBoundary(), Path.of(arguments[0]), Disk.SYSTEM, null,
          System.out::println)) {
        System.out.println("opened");
      } catch (RunException e) {
        System.out.println(e.getMessage());
      }
      System.exit(3);
    }
  }

  @Test
  void whoeverStillWaitsAtTheEndIsTold() throws Exception {
    RunControl control = open();
    Future<Map<String, Object>> checkpoint = later("command", "checkpoint");
    Thread.sleep(200);
    control.close();
    RefusedException e = assertThrows(RefusedException.class, () -> stepping(control, checkpoint));
    assertTrue(e.getMessage().contains("ended at step 0 before that"), e.getMessage());
    assertThrows(RefusedException.class, () -> ask("command", "status"));
    try (var files = Files.list(folder)) {
      assertEquals(List.of(), files.toList());
    }
  }

  @Test
  void afterTheLastStepNothingIsDoneAnyMore() throws Exception {
    try (RunControl control = open()) {
      while (!boundary.work.finished()) {
        boundary.work.step();
      }
      RefusedException e = assertThrows(RefusedException.class,
          () -> stepping(control, later("command", "swap", "slot", "linalg", "part", "blas", "shadow", 0)));
      assertTrue(e.getMessage().contains("the run has done its last step"), e.getMessage());
      assertEquals(List.of(), boundary.events);
    }
  }

  @Test
  void aStepOrATakingOverThatHangsIsWrittenDownAndLeft() throws Exception {
    System.setProperty(Watchdog.LIMIT, "200");
    CompletableFuture<String> left = new CompletableFuture<>();
    Supervisor.Exit exit = new Supervisor.Exit() {
      @Override
      public void replace(List<String> command, Map<String, String> environment) {
        throw new RunException("not here");
      }

      @Override
      public void halt(int code) {
        left.complete("halt " + code);
      }
    };
    try (RunControl control = RunControl.open(boundary, folder, Disk.SYSTEM, bundles, exit, System.out::println)) {
      control.boundary(boundary);
      Thread.sleep(600);
      assertFalse(left.isDone(), "nobody looks where there is no incumbent to go back to");
      boundary.hangs = left;
      later("command", "swap", "slot", "linalg", "part", "blas", "shadow", 0);
      // A run's thread that has been given up never comes back.
      Thread.ofVirtual().start(() -> {
        while (!left.isDone()) {
          control.boundary(boundary);
        }
      });
      assertEquals("halt 1", left.get());
      Map<String, Object> decision = Trees.fromJson(Files.readAllBytes(folder.resolve(Supervisor.FILE)));
      assertEquals("linalg", decision.get("slot"));
      assertEquals("zoo", decision.get("bundle"));
      assertEquals("1.0.1", decision.get("version"));
    } finally {
      System.clearProperty(Watchdog.LIMIT);
    }
  }
}
