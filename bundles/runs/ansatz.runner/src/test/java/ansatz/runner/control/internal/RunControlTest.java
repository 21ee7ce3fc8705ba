package ansatz.runner.control.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ansatz.bundles.LiveBundles;
import ansatz.control.ControlClient;
import ansatz.experiment.ConfigException;
import ansatz.experiment.RefusedException;
import ansatz.experiment.RunException;
import ansatz.experiment.RunFolder;
import ansatz.experiment.Swap;
import ansatz.experiment.Trees;
import ansatz.runner.supervision.internal.Supervisor;
import ansatz.runner.supervision.internal.Watchdog;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class RunControlTest {
  private static final Duration SOON = Duration.ofSeconds(20);

  @TempDir
  Path folder;

  private final PlainBoundary seat = new PlainBoundary();
  private final Shelf shelf = new Shelf();
  private final ExecutorService askers = Executors.newVirtualThreadPerTaskExecutor();

  @AfterEach
  void nobodyAsksAnyMore() {
    askers.shutdownNow();
  }

  private RunControl open() {
    RunControl desk = RunControl.open(seat, folder, shelf, line -> {
      throw new AssertionError(line);
    });
    desk.boundary(seat);
    return desk;
  }

  private Map<String, Object> ask(Object... pairs) {
    Map<String, Object> question = new HashMap<>();
    for (int i = 0; i < pairs.length; i += 2) {
      question.put((String) pairs[i], pairs[i + 1]);
    }
    return ControlClient.ask(folder, question, SOON);
  }

  private Future<Map<String, Object>> later(Object... pairs) {
    return askers.submit(() -> ask(pairs));
  }

  /** The run goes on until the answer is there. */
  private Map<String, Object> stepping(RunControl desk, Future<Map<String, Object>> answer) throws Exception {
    for (int i = 0; i < 2000 && !answer.isDone(); i++) {
      Thread.sleep(5);
      desk.boundary(seat);
    }
    try {
      return answer.get(1, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException r ? r : e;
    }
  }

  @Test
  void statusIsAnsweredInTheMiddleOfAStep() {
    try (RunControl desk = open()) {
      seat.work.step();
      desk.boundary(seat);
      Map<String, Object> status = ask("command", "status");
      assertEquals(1, status.get("step"));
      assertEquals(100, status.get("total"));
      assertEquals(ProcessHandle.current().pid(), ((Number) status.get("pid")).longValue());
      assertEquals(Map.of("slot", "linalg", "part", "jblas", "bundle", "ansatz.linalg.jblas", "version", "1.0.0",
          "sha256", "0123456789ab"), ((List<?>) status.get("slots")).getFirst());
      assertEquals(List.of(), status.get("pending"));
      assertEquals(List.of(), seat.events);
    }
  }

  @Test
  void whatIsAskedIsDoneBetweenTwoSteps() throws Exception {
    try (RunControl desk = open()) {
      Future<Map<String, Object>> checkpoint = later("command", "checkpoint");
      Thread.sleep(200);
      assertFalse(checkpoint.isDone());
      assertEquals(List.of(), seat.events);
      seat.work.step();
      assertEquals(1, stepping(desk, checkpoint).get("step"));
      assertEquals(true, stepping(desk, later("command", "stop")).get("ok"));
      assertEquals("undone", stepping(desk, later("command", "undo", "slot", "linalg")).get("kind"));
      assertEquals(List.of("checkpoint 1", "stop 1", "undo linalg 1"), seat.events);
    }
  }

  @Test
  void patienceThatEndsGivesATicketToWaitWith() throws Exception {
    try (RunControl desk = open()) {
      Map<String, Object> pending = ask("command", "checkpoint", "patience", 50);
      assertEquals(true, pending.get("pending"));
      assertEquals(List.of(Map.of("ticket", pending.get("ticket"), "what", "checkpoint", "stage",
          "waiting for the end of the step")), ask("command", "status").get("pending"));
      Map<String, Object> done = stepping(desk, later("command", "wait", "ticket", pending.get("ticket")));
      assertEquals(false, done.get("pending"));
      assertEquals(0, done.get("step"));
      assertThrows(ConfigException.class, () -> ask("command", "wait", "ticket", 99));
    }
  }

  @Test
  void aSwapWithoutShadowIsPinnedToItsVersionAndCommitted() throws Exception {
    try (RunControl desk = open()) {
      Map<String, Object> swap = stepping(desk,
          later("command", "swap", "slot", "linalg", "part", "blas", "shadow", 0, "why", "faster"));
      assertEquals("swapped", swap.get("kind"));
      assertEquals("old zoo@1.0.0", swap.get("from"));
      assertEquals("new zoo@1.0.1", swap.get("to"));
      assertEquals(List.of("commit linalg=blas@1.0.1 0"), seat.events);
      assertEquals(List.of("blas@1.0.1"), shelf.provided);
      assertEquals(1, ((List<?>) ask("command", "status").get("guarded")).size());
    }
  }

  @Test
  void aCandidateThatThrowsAnythingWhileItIsLoadedIsRefused() throws Exception {
    shelf.provision = new StackOverflowError("while starting");
    try (RunControl desk = open()) {
      RefusedException e = assertThrows(RefusedException.class,
          () -> stepping(desk, later("command", "swap", "slot", "linalg", "part", "blas", "shadow", 0)));
      assertTrue(e.getMessage().contains("while starting"), e.getMessage());
      assertTrue(seat.events.getFirst().startsWith("refuse linalg=blas@1.0.1: "), seat.events.toString());
    }
  }

  @Test
  void aSlotThatIsBusyIsWaitedFor() throws Exception {
    try (RunControl desk = open()) {
      seat.work.busy.add("linalg");
      Map<String, Object> told = stepping(desk,
          later("command", "swap", "slot", "linalg", "part", "blas", "shadow", 0, "patience", 10_000));
      assertEquals(true, told.get("pending"));
      assertEquals(List.of("waiting: linalg cannot be filled anew before step 1"), told.get("lines"));
      RefusedException second = assertThrows(RefusedException.class,
          () -> ask("command", "swap", "slot", "linalg", "part", "other", "shadow", 0));
      assertTrue(second.getMessage().contains("is being swapped already"), second.getMessage());
      seat.work.busy.clear();
      assertEquals("swapped", stepping(desk, later("command", "wait", "ticket", told.get("ticket"))).get("kind"));
    }
  }

  @Test
  void aVersionThatIsNotPromotedNeedsToBeAskedForAndIsRefusedAtOnce() throws Exception {
    shelf.promoted = false;
    try (RunControl desk = open()) {
      RefusedException e = assertThrows(RefusedException.class,
          () -> ask("command", "swap", "slot", "linalg", "part", "blas@1.0.1", "shadow", 0));
      assertTrue(e.getMessage().contains("ansatz bundle promote zoo@1.0.1, or --provisional"), e.getMessage());
      assertEquals("swapped", stepping(desk, later("command", "swap", "slot", "linalg", "part", "blas@1.0.1", "shadow",
          0, "provisional", true)).get("kind"));
    }
  }

  @Test
  void badQuestionsAreNamed() throws Exception {
    try (RunControl desk = open()) {
      assertThrows(ConfigException.class, () -> ask("command", "format c:"));
      assertThrows(ConfigException.class, () -> ask("command", "swap", "slot", "linalg"));
      assertThrows(ConfigException.class, () -> ask("command", "swap", "slot", "linalg", "part", "a", "shadow", -1));
      assertThrows(ConfigException.class, () -> ask("command", "retire", "label", "zoo"));
      ConfigException slot = assertThrows(ConfigException.class,
          () -> stepping(desk, later("command", "swap", "slot", "nose", "part", "a", "shadow", 0)));
      assertTrue(slot.getMessage().contains("there are linalg, model.ridge"), slot.getMessage());
      assertEquals(List.of(), seat.events);
    }
  }

  @Test
  void aCandidateThatCannotTakeOverIsRefusedAndTheRunGoesOn() throws Exception {
    try (RunControl desk = open()) {
      seat.failure = new RefusedException("state of schema 2 cannot be carried over");
      RefusedException e = assertThrows(RefusedException.class,
          () -> stepping(desk, later("command", "swap", "slot", "linalg", "part", "blas", "shadow", 0)));
      assertEquals("state of schema 2 cannot be carried over", e.getMessage());
      assertEquals(List.of("refuse linalg=blas@1.0.1: state of schema 2 cannot be carried over"), seat.events);
      seat.failure = new RunException("disk full");
      assertThrows(RunException.class,
          () -> stepping(desk, later("command", "swap", "slot", "linalg", "part", "blas", "shadow", 0)));
    }
  }

  @Test
  void withoutADistributionTheShadowCannotBeMadeAndTheSwapIsRefused() throws Exception {
    Files.writeString(folder.resolve(RunFolder.CONFIG), "name: toy");
    try (RunControl desk = open()) {
      RefusedException e = assertThrows(RefusedException.class,
          () -> stepping(desk, later("command", "swap", "slot", "linalg", "part", "blas")));
      assertTrue(e.getMessage().contains("the shadow could not be made"), e.getMessage());
      assertTrue(seat.events.getFirst().startsWith("refuse linalg=blas@1.0.1: "), seat.events.toString());
    }
  }

  @Test
  void retireIsRefusedWhileASlotOrItsWiringOrAnIncumbentNeedsIt() throws Exception {
    try (RunControl desk = open()) {
      seat.guarded
          .add(new Swap(0, "model.ridge", Swap.Kind.SWAPPED, "ridge", PlainBoundary.source("zoo", "0.9.0"), "ridge",
              PlainBoundary.source("ansatz.regression", "1.0.0"), false, "", "", "", "", ""));
      assertEquals(
          "ansatz.regression@1.0.0 is held by run brave-otter-7: model.ridge — swap these slots or wait for the "
              + "run's end",
          refusal(desk, "ansatz.regression@1.0.0"));
      assertTrue(refusal(desk, "ansatz.native.jblas@1.0.0").contains(": linalg —"));
      assertTrue(refusal(desk, "zoo@0.9.0").contains(": model.ridge (kept to go back to) —"));
      Map<String, Object> proof = stepping(desk, later("command", "retire", "label", "zoo@0.8.0"));
      assertEquals(true, proof.get("gone"));
      assertEquals(12, proof.get("millis"));
      assertEquals(List.of("zoo@0.8.0"), shelf.unloaded);
    }
  }

  private String refusal(RunControl desk, String label) {
    return assertThrows(RefusedException.class, () -> stepping(desk, later("command", "retire", "label", label)))
        .getMessage();
  }

  @Test
  void theRunGoesOnWhileItIsProvedThatABundleIsGone() throws Exception {
    shelf.proof = new CompletableFuture<>();
    try (RunControl desk = open()) {
      Future<Map<String, Object>> retired = later("command", "retire", "label", "zoo@1.0.1");
      while (shelf.unloaded.isEmpty()) {
        Thread.sleep(5);
        desk.boundary(seat);
        seat.work.step();
      }
      RefusedException e = assertThrows(RefusedException.class,
          () -> stepping(desk, later("command", "swap", "slot", "linalg", "part", "blas", "shadow", 0)));
      assertTrue(e.getMessage().startsWith("zoo@1.0.1 is being unloaded"), e.getMessage());
      assertFalse(retired.isDone());
      shelf.proof.complete(null);
      assertEquals(true, retired.get().get("gone"), "without another boundary");
      assertEquals("swapped", stepping(desk, later("command", "swap", "slot", "linalg", "part", "blas", "shadow", 0))
          .get("kind"));
    }
  }

  @Test
  void whatWasLoadedInVainIsUnloaded() throws Exception {
    try (RunControl desk = open()) {
      seat.failure = new RefusedException("state of schema 2 cannot be carried over");
      assertThrows(RefusedException.class,
          () -> stepping(desk, later("command", "swap", "slot", "linalg", "part", "blas", "shadow", 0)));
      while (shelf.unloaded.isEmpty()) {
        Thread.sleep(5);
      }
      assertEquals(List.of("zoo@1.0.1"), shelf.unloaded);
    }
  }

  @Test
  void aTrialThatThrowsAnythingEndsTheRequest() throws Exception {
    shelf.boot = new OutOfMemoryError("in the trial");
    Files.writeString(folder.resolve(RunFolder.CONFIG), "name: toy");
    try (RunControl desk = open()) {
      RefusedException e = assertThrows(RefusedException.class,
          () -> stepping(desk, later("command", "swap", "slot", "linalg", "part", "blas")));
      assertTrue(e.getMessage().contains("in the trial"), e.getMessage());
    }
  }

  @Test
  void aStrayFileInTheChannelDoesNotFailTheRun() throws Exception {
    List<String> notices = new ArrayList<>();
    RunControl desk = RunControl.open(seat, folder, shelf, notices::add);
    Path channel;
    try (var files = Files.list(folder)) {
      channel = files.filter(Files::isDirectory).findFirst().orElseThrow();
    }
    Files.createFile(channel.resolve("stray"));
    desk.close();
    assertEquals(1, notices.size());
    assertTrue(notices.getFirst().contains(channel.toString()), notices.getFirst());
  }

  @Test
  void whoeverStillWaitsAtTheEndIsTold() throws Exception {
    RunControl desk = open();
    Future<Map<String, Object>> checkpoint = later("command", "checkpoint");
    Thread.sleep(200);
    desk.close();
    RefusedException e = assertThrows(RefusedException.class, () -> stepping(desk, checkpoint));
    assertTrue(e.getMessage().contains("ended at step 0 before that"), e.getMessage());
    assertThrows(RefusedException.class, () -> ask("command", "status"));
    try (var files = Files.list(folder)) {
      assertEquals(List.of(), files.toList());
    }
  }

  @Test
  void afterTheLastStepNothingIsDoneAnyMore() throws Exception {
    try (RunControl desk = open()) {
      while (!seat.work.finished()) {
        seat.work.step();
      }
      RefusedException e = assertThrows(RefusedException.class,
          () -> stepping(desk, later("command", "swap", "slot", "linalg", "part", "blas", "shadow", 0)));
      assertTrue(e.getMessage().contains("the run has done its last step"), e.getMessage());
      assertEquals(List.of(), seat.events);
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
    try (RunControl desk = RunControl.open(seat, folder, shelf, exit, System.out::println)) {
      desk.boundary(seat);
      Thread.sleep(600);
      assertFalse(left.isDone(), "nobody looks where there is no incumbent to go back to");
      seat.hangs = left;
      later("command", "swap", "slot", "linalg", "part", "blas", "shadow", 0);
      // A run's thread that has been given up never comes back.
      Thread.ofVirtual().start(() -> {
        while (!left.isDone()) {
          desk.boundary(seat);
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

  /** Bundles of which every version is there. */
  private static final class Shelf implements LiveBundles {
    private final List<String> unloaded = new CopyOnWriteArrayList<>();
    private final List<String> provided = new CopyOnWriteArrayList<>();
    private boolean promoted = true;
    private Error provision;
    private Error boot;
    /** What an unload waits for. */
    private CompletableFuture<?> proof = CompletableFuture.completedFuture(null);

    @Override
    public boolean standing(long bundle) {
      return true;
    }

    @Override
    public long provide(String kind, String part, String version) {
      provided.add(part + "@" + version);
      if (provision != null) {
        throw provision;
      }
      return 7;
    }

    @Override
    public long load(String name, String version) {
      throw new AssertionError("a desk loads nothing");
    }

    @Override
    public String locate(String kind, String part, String version) {
      assertEquals(Runnable.class.getName(), kind);
      return "zoo@" + (version == null ? "1.0.1" : version);
    }

    @Override
    public boolean promoted(String name, String version) {
      return promoted;
    }

    @Override
    public Map<String, Object> bootSet(List<String> labels) {
      if (boot != null) {
        throw boot;
      }
      return Map.of();
    }

    @Override
    public List<Loaded> loaded() {
      return provided.isEmpty() ? List.of() : List.of(new Loaded(7, "zoo", "1.0.1", "", false));
    }

    @Override
    public Unloaded unload(String name, String version, List<String> holders) {
      unloaded.add(name + "@" + version);
      proof.join();
      return new Unloaded(name + "@" + version, true, true, 12, "");
    }
  }
}
