package ansatz.runner.control.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ansatz.experiment.ConfigException;
import ansatz.experiment.Disk;
import ansatz.experiment.RefusedException;
import ansatz.experiment.RunException;
import ansatz.experiment.RunFolder;
import ansatz.experiment.Swap;
import ansatz.experiment.Trees;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class SwapRequestTest extends AbstractControlTest {
  @Test
  void aSwapWithoutShadowIsPinnedToItsVersionAndCommitted() throws Exception {
    try (RunControl control = open()) {
      Map<String, Object> swap = stepping(control,
          later("command", "swap", "slot", "linalg", "part", "blas", "shadow", 0, "why", "faster"));
      assertEquals("swapped", swap.get("kind"));
      assertEquals("1.0.0", ((Map<?, ?>) swap.get("from")).get("version"));
      assertEquals(Map.of("part", "new", "bundle", "zoo", "version", "1.0.1", "sha256", "0123456789abcdef"),
          swap.get("to"));
      assertEquals(List.of("commit linalg=blas@1.0.1 0"), boundary.events);
      assertEquals(List.of("blas@1.0.1"), bundles.provided);
      assertEquals(1, ((List<?>) ask("command", "status").get("guarded")).size());
    }
  }

  /** Only what is in force can be wired otherwise than what fills the slot. */
  @Test
  void theVersionThatFillsTheSlotAlreadyIsAskedForAsItIsInForce() throws Exception {
    bundles.inForce = "ansatz.regression@1.0.0";
    try (RunControl control = open()) {
      stepping(control, later("command", "swap", "slot", "model.ridge", "part", "ridge", "shadow", 0));
      assertEquals(List.of("commit model.ridge=ridge 0"), boundary.events);
      assertEquals(List.of("ridge@null"), bundles.provided);
    }
  }

  @Test
  void aCandidateThatThrowsAnythingWhileItIsLoadedIsRefused() throws Exception {
    bundles.provision = new StackOverflowError("while starting");
    try (RunControl control = open()) {
      RefusedException e = assertThrows(RefusedException.class,
          () -> stepping(control, later("command", "swap", "slot", "linalg", "part", "blas", "shadow", 0)));
      assertTrue(e.getMessage().contains("while starting"), e.getMessage());
      assertTrue(boundary.events.getFirst().startsWith("refuse linalg=blas@1.0.1: "), boundary.events.toString());
    }
  }

  @Test
  void aSlotThatIsBusyIsWaitedFor() throws Exception {
    try (RunControl control = open()) {
      boundary.work.busy.add("linalg");
      Map<String, Object> told = stepping(control,
          later("command", "swap", "slot", "linalg", "part", "blas", "shadow", 0, "patience", 10_000));
      assertEquals(true, told.get("pending"));
      assertEquals(List.of("waiting: linalg cannot be filled anew before ridge fold 2/3 is over"), told.get("lines"));
      RefusedException second = assertThrows(RefusedException.class,
          () -> ask("command", "swap", "slot", "linalg", "part", "other", "shadow", 0));
      assertTrue(second.getMessage().contains("is being changed already"), second.getMessage());
      boundary.work.busy.clear();
      assertEquals("swapped", stepping(control, later("command", "wait", "ticket", told.get("ticket"))).get("kind"));
    }
  }

  @Test
  void aVersionThatIsNotPromotedNeedsToBeAskedForAndIsRefusedAtOnce() throws Exception {
    bundles.promoted = false;
    try (RunControl control = open()) {
      RefusedException e = assertThrows(RefusedException.class,
          () -> ask("command", "swap", "slot", "linalg", "part", "blas@1.0.1", "shadow", 0));
      assertTrue(e.getMessage().contains("ansatz bundle promote zoo@1.0.1, or --provisional"), e.getMessage());
      assertEquals("swapped",
          stepping(control, later("command", "swap", "slot", "linalg", "part", "blas@1.0.1", "shadow",
              0, "provisional", true)).get("kind"));
    }
  }

  @Test
  void aCandidateThatCannotTakeOverIsRefusedAndTheRunGoesOn() throws Exception {
    try (RunControl control = open()) {
      boundary.failure = new RefusedException("state of schema 2 cannot be carried over");
      RefusedException e = assertThrows(RefusedException.class,
          () -> stepping(control, later("command", "swap", "slot", "linalg", "part", "blas", "shadow", 0)));
      assertEquals("state of schema 2 cannot be carried over", e.getMessage());
      assertEquals(List.of("refuse linalg=blas@1.0.1: state of schema 2 cannot be carried over"), boundary.events);
      boundary.failure = new RunException("disk full");
      assertThrows(RunException.class,
          () -> stepping(control, later("command", "swap", "slot", "linalg", "part", "blas", "shadow", 0)));
    }
  }

  @Test
  void withoutADistributionTheShadowCannotBeMadeAndTheSwapIsRefused() throws Exception {
    Files.writeString(folder.resolve(RunFolder.CONFIG), "name: toy");
    try (RunControl control = open()) {
      RefusedException e = assertThrows(RefusedException.class,
          () -> stepping(control, later("command", "swap", "slot", "linalg", "part", "blas")));
      assertTrue(e.getMessage().contains("the shadow could not be made"), e.getMessage());
      assertTrue(boundary.events.getFirst().startsWith("refuse linalg=blas@1.0.1: "), boundary.events.toString());
    }
  }

  @Test
  void whatWasLoadedInVainIsUnloaded() throws Exception {
    try (RunControl control = open()) {
      boundary.failure = new RefusedException("state of schema 2 cannot be carried over");
      assertThrows(RefusedException.class,
          () -> stepping(control, later("command", "swap", "slot", "linalg", "part", "blas", "shadow", 0)));
      while (bundles.unloaded.isEmpty()) {
        Thread.sleep(5);
      }
      assertEquals(List.of("zoo@1.0.1"), bundles.unloaded);
    }
  }

  @Test
  void whatIsLoadedWhenNobodyWaitsForItAnyMoreIsUnloaded() throws Exception {
    bundles.loading = new CompletableFuture<>();
    try (RunControl control = open()) {
      Future<Map<String, Object>> swap = later("command", "swap", "slot", "linalg", "part", "blas", "shadow", 0);
      while (bundles.provided.isEmpty()) {
        control.boundary(boundary);
        Thread.sleep(5);
      }
      stepping(control, later("command", "withdraw", "slot", "linalg"));
      assertThrows(RefusedException.class, () -> stepping(control, swap));
      assertEquals(List.of(), bundles.unloaded);
      bundles.loading.complete(null);
      while (bundles.unloaded.isEmpty()) {
        Thread.sleep(5);
      }
      assertEquals(List.of("zoo@1.0.1"), bundles.unloaded);
    }
  }

  @Test
  void whatWaitedAndCannotBeAskedAnyMoreIsRefusedAndTheRunGoesOn() throws Exception {
    Path file = folder.resolve(WaitingRequests.FILE);
    Map<String, Object> good = Map.of("command", "swap", "slot", "model.ridge", "part", "blas", "at", "fold");
    Map<String, Object> late = Map.of("command", "swap", "slot", "linalg", "part", "blas", "at", "noon");
    Files.write(file, Trees.json(Map.of("waiting", List.of(Map.of("command", "sing"), late, good))));
    List<String> notices = new ArrayList<>();
    try (RunControl _ = RunControl.open(boundary, folder, Disk.SYSTEM, bundles, notices::add)) {
      assertEquals(3, notices.size(), notices.toString());
      assertTrue(notices.get(0).startsWith(file + ": what waited for the next fold is dropped: a run does not know"),
          notices.get(0));
      assertTrue(notices.get(1).contains("'noon' is no moment of a run"), notices.get(1));
      assertEquals("swap model.ridge=blas goes on waiting for the next fold", notices.get(2));
      assertEquals(List.of("refuse linalg=blas: 'noon' is no moment of a run — step, fold"), boundary.events);
      assertEquals(1, ((List<?>) Trees.fromJson(Files.readAllBytes(file)).get("waiting")).size());
    }
  }

  @Test
  void aTrialThatThrowsAnythingEndsTheRequest() throws Exception {
    bundles.boot = new OutOfMemoryError("in the trial");
    Files.writeString(folder.resolve(RunFolder.CONFIG), "name: toy");
    try (RunControl control = open()) {
      RefusedException e = assertThrows(RefusedException.class,
          () -> stepping(control, later("command", "swap", "slot", "linalg", "part", "blas")));
      assertTrue(e.getMessage().contains("in the trial"), e.getMessage());
    }
  }

  private Map<String, Object> parked(RunControl control) throws Exception {
    boundary.work.folding.add("model.ridge");
    Map<String, Object> told = stepping(control, later("command", "swap", "slot", "model.ridge", "part", "blas",
        "shadow", 0, "at", "fold", "patience", 10_000));
    while ("".equals(told.get("waitsFor"))) {
      told = stepping(control, later("command", "wait", "ticket", told.get("ticket"), "seen",
          ((List<?>) told.get("lines")).size(), "patience", 10_000));
    }
    assertEquals("ridge fold 2/3", told.get("waitsFor"));
    assertEquals(true, told.get("pending"));
    return told;
  }

  @Test
  void whatIsToBeginWithTheNextFoldWaitsAndIsShown() throws Exception {
    try (RunControl control = open()) {
      Map<String, Object> told = parked(control);
      assertTrue(Files.exists(folder.resolve(WaitingRequests.FILE)));
      Map<?, ?> shown = (Map<?, ?>) ((List<?>) ask("command", "status").get("pending")).getFirst();
      assertEquals("waits for the end of ridge fold 2/3", shown.get("stage"));
      assertEquals("swap model.ridge=blas", shown.get("what"));
      boundary.work.folding.clear();
      assertEquals("swapped", stepping(control, later("command", "wait", "ticket", told.get("ticket"))).get("kind"));
      assertEquals(List.of("commit model.ridge=blas@1.0.1 0"), boundary.events);
      assertFalse(Files.exists(folder.resolve(WaitingRequests.FILE)));
    }
  }

  @Test
  void whatWaitsCanBeWithdrawn() throws Exception {
    try (RunControl control = open()) {
      Map<String, Object> told = parked(control);
      assertTrue(assertThrows(RefusedException.class,
          () -> ask("command", "undo", "slot", "model.ridge")).getMessage()
          .endsWith("ansatz swap brave-otter-7 --withdraw model.ridge takes that back"));
      assertEquals("swap model.ridge=blas",
          stepping(control, later("command", "withdraw", "slot", "model.ridge")).get("withdrawn"));
      assertThrows(RefusedException.class,
          () -> stepping(control, later("command", "wait", "ticket", told.get("ticket"))));
      assertEquals(List.of("refuse model.ridge=blas@1.0.1: withdrawn by " + System.getProperty("user.name")),
          boundary.events);
      assertFalse(Files.exists(folder.resolve(WaitingRequests.FILE)));
      assertThrows(RefusedException.class,
          () -> stepping(control, later("command", "withdraw", "slot", "model.ridge")));
    }
  }

  @Test
  void whatWaitsIsAskedAgainByWhoeverTakesTheRunUp() throws Exception {
    try (RunControl control = open()) {
      parked(control);
    }
    assertEquals(List.of(), boundary.events);
    List<String> notices = new ArrayList<>();
    try (RunControl control = RunControl.open(boundary, folder, Disk.SYSTEM, bundles, notices::add)) {
      assertEquals(List.of("swap model.ridge=blas goes on waiting for the next fold"), notices);
      boundary.work.folding.clear();
      for (int i = 0; i < 2000 && boundary.events.isEmpty(); i++) {
        control.boundary(boundary);
        Thread.sleep(5);
      }
      assertEquals(List.of("commit model.ridge=blas@1.0.1 0"), boundary.events);
      assertFalse(Files.exists(folder.resolve(WaitingRequests.FILE)));
    }
  }

  @Test
  void whatWaitedAndMayNotBePutInAnyMoreIsRefusedAloud() throws Exception {
    try (RunControl control = open()) {
      parked(control);
    }
    bundles.promoted = false;
    List<String> notices = new ArrayList<>();
    try (RunControl control = RunControl.open(boundary, folder, Disk.SYSTEM, bundles, notices::add)) {
      boundary.work.folding.clear();
      control.boundary(boundary);
      assertEquals(2, notices.size(), notices.toString());
      assertTrue(notices.get(1).startsWith("swap model.ridge=blas was not done: zoo@1.0.1 is not promoted"),
          notices.get(1));
      assertEquals(1, boundary.events.size(), boundary.events.toString());
      assertTrue(boundary.events.getFirst().startsWith("refuse model.ridge=blas: zoo@1.0.1 is not promoted"),
          boundary.events.getFirst());
      assertFalse(Files.exists(folder.resolve(WaitingRequests.FILE)));
    }
  }

  @Test
  void whatEndedTheProcessIsNotAskedForAgain() throws Exception {
    try (RunControl control = open()) {
      parked(control);
    }
    try (RunControl control = RunControl.open(boundary, folder, Disk.SYSTEM, bundles, _ -> {
    })) {
      control.refuseWaiting(boundary, "linalg", "step 9 ended the process");
      assertEquals(List.of(), boundary.events);
      control.refuseWaiting(boundary, "model.ridge", "step 9 ended the process");
      assertEquals(List.of("refuse model.ridge=blas: step 9 ended the process"), boundary.events);
      assertFalse(Files.exists(folder.resolve(WaitingRequests.FILE)));
    }
  }

  @Test
  void whatWasDoneJustBeforeTheProcessDiedIsNotDoneAgain() throws Exception {
    try (RunControl control = open()) {
      parked(control);
    }
    boundary.recorded.add(new Swap(9, "model.ridge", Swap.Kind.SWAPPED, "ridge", PlainBoundary.source("zoo", "1.0.0"),
        "blas", PlainBoundary.source("zoo", "1.0.1"), false, "", "", "", "", ""));
    try (RunControl control = open()) {
      assertEquals(List.of(), ask("command", "status").get("pending"));
      control.boundary(boundary);
      assertEquals(List.of(), boundary.events);
    }
  }

  @Test
  void theRefusalNamesTheCommandThatWaitsForTheNextFold() throws Exception {
    boundary.failure = new RefusedException("model.ridge: the state means nothing to it — it can begin with the next "
        + "fold: --at fold");
    try (RunControl control = open()) {
      assertTrue(assertThrows(RefusedException.class,
          () -> stepping(control, later("command", "swap", "slot", "model.ridge", "part", "blas", "shadow", 0)))
          .getMessage().endsWith(": ansatz swap brave-otter-7 model.ridge=blas --at fold"));
      assertThrows(ConfigException.class,
          () -> ask("command", "swap", "slot", "linalg", "part", "blas", "at", "noon"));
    }
  }
}
