package ansatz.runner.steps.internal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ansatz.experiment.Disk;
import ansatz.experiment.Home;
import ansatz.experiment.LedgerEntry;
import ansatz.experiment.PlainRegistry;
import ansatz.experiment.RefusedException;
import ansatz.experiment.Replacement;
import ansatz.experiment.RunException;
import ansatz.experiment.RunRow;
import ansatz.experiment.RunState;
import ansatz.experiment.Runner.Watcher;
import ansatz.experiment.Swap;
import ansatz.experiment.Trees;
import ansatz.experiment.Work.StepReport;
import ansatz.fixtures.AlteredMixture;
import ansatz.fixtures.AlteredMixture.Way;
import ansatz.fixtures.RunnerFixture;
import ansatz.fixtures.SmallExperiments;
import ansatz.learn.EstimatorFactory;
import ansatz.linalg.LinearAlgebra;
import ansatz.linalg.jblas.JblasLinearAlgebra;
import ansatz.runner.LocalFixture;
import ansatz.store.sqlite.SqliteRunStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Code of a slot changes while the run goes on. */
class SwapTest {
  @TempDir
  Path folder;

  private final AlteredMixture first = AlteredMixture.same();
  private final PlainRegistry registry = AlteredMixture.registry(first);
  private final List<String> notices = new ArrayList<>();
  private SqliteRunStore store;
  private RunnerFixture fixture;
  private RunRow calm;
  private long middle;

  @BeforeEach
  void runTheTwin() {
    store = new SqliteRunStore(new Home(folder));
    fixture = LocalFixture.open(folder, store, Disk.SYSTEM, registry);
    calm = fixture.run(SmallExperiments.MIXTURE, new Watcher() {
    });
    middle = calm.step() - 6;
  }

  @AfterEach
  void close() {
    store.close();
  }

  private static Replacement.Planned at(long step, String slot, String part) {
    return new Replacement.Planned(step, new Replacement(slot, part, false, "ada", "faster"));
  }

  private RunRow run(Watcher watcher, Replacement.Planned... plan) {
    return fixture.runner.run(fixture.prepare(SmallExperiments.MIXTURE), folder.resolve("experiment.yaml"), List.of(),
        List.of(plan),
        watcher);
  }

  private RunRow run(Replacement.Planned... plan) {
    return run(RunnerFixture.stopAfter(-1, notices), plan);
  }

  private void assertSameResults(RunRow row) {
    assertEquals(RunState.FINISHED, row.state());
    for (String name : List.of("result.json", "result.safetensors", "metrics.csv")) {
      assertArrayEquals(fixture.file(calm, name), fixture.file(row, name), name);
    }
  }

  /** {@code from-to version why} of a slot's entries. */
  private List<String> ledger(RunRow row, String slot) {
    return store.ledger(row.id()).stream().filter(e -> e.slot().equals(slot))
        .map((LedgerEntry e) -> e.fromStep() + "-" + e.toStep() + " " + e.source().version() + " " + e.why()).toList();
  }

  private List<Swap.Kind> kinds(RunRow row) {
    return store.swaps(row.id()).stream().map(Swap::kind).toList();
  }

  private long begin() {
    return store.ledger(calm.id()).stream().filter(e -> e.slot().equals(AlteredMixture.SLOT)).findFirst().orElseThrow()
        .fromStep();
  }

  @Test
  void theSameCodeInAnotherVersionGoesOnWithTheSameBits() {
    RunRow row = run(at(middle, AlteredMixture.SLOT, AlteredMixture.part(Way.SAME)));
    assertSameResults(row);
    assertEquals(
        List.of(begin() + "-" + middle + " 1.0.0 start", middle + 1 + "-" + calm.step() + " 1.0.1 swap: faster"),
        ledger(row, AlteredMixture.SLOT));
    Swap swap = store.swaps(row.id()).getFirst();
    assertEquals(middle, swap.step());
    assertEquals("ada", swap.who());
    assertFalse(swap.checkpoint().isEmpty());
    assertTrue(
        notices.stream().anyMatch(n -> n.matches("swapped model.gaussian-mixture: ansatz.regression 1.0.0 → 1.0.1"
            + " after step " + middle + ", pause \\d+ ms")),
        notices.toString());
  }

  @Test
  void linearAlgebraIsReplacedInTheMiddleOfAModel() {
    registry.with(LinearAlgebra.class, "jblas", "2.0.0", new JblasLinearAlgebra());
    RunRow row = run(at(middle, "linalg", "jblas@2.0.0"));
    assertSameResults(row);
    assertEquals(List.of("1-" + middle + " 0 start", middle + 1 + "-" + calm.step() + " 2.0.0 swap: faster"),
        ledger(row, "linalg"));
  }

  @Test
  void theStateIsMigratedThereAndBack() {
    RunRow row = run(at(middle, AlteredMixture.SLOT, AlteredMixture.part(Way.MIGRATES)),
        at(middle + 3, AlteredMixture.SLOT, "gaussian-mixture@1.0.0"));
    assertSameResults(row);
    assertEquals(3, ledger(row, AlteredMixture.SLOT).size());
  }

  @Test
  void aStateThatCannotBeMigratedIsRefusedAndTheRunCanGoOn() {
    String text = assertThrows(RunException.class,
        () -> run(at(middle, AlteredMixture.SLOT, AlteredMixture.part(Way.DOES_NOT_MIGRATE)))).getMessage();
    assertTrue(
        text.contains("the state has schema 1 of ansatz.regression 1.0.0, which cannot be turned into schema 2 of "
            + "ansatz.regression 2.0.0.DOES_NOT_MIGRATE")
            && text.contains("it can begin with the next fold: --at fold"),
        text);
    RunRow failed = store.list().getFirst();
    assertEquals(List.of(Swap.Kind.REFUSED), kinds(failed));
    assertSameResults(fixture.runner.resume(failed.id(), RunnerFixture.stopAfter(-1, notices)));
    assertEquals(1, ledger(failed, AlteredMixture.SLOT).size());
  }

  @Test
  void whatThrowsIsTakenBackAndDoneByTheIncumbent() {
    RunRow row = run(at(middle, AlteredMixture.SLOT, AlteredMixture.part(Way.THROWS)));
    assertSameResults(row);
    assertEquals(List.of(Swap.Kind.SWAPPED, Swap.Kind.ROLLED_BACK), kinds(row));
    assertEquals(List.of(begin() + "-" + calm.step() + " 1.0.0 start"), ledger(row, AlteredMixture.SLOT));
    assertTrue(store.swaps(row.id()).getLast().why().contains("step " + (middle + 1))
        && store.swaps(row.id()).getLast().why().contains("out of luck"), store.swaps(row.id()).toString());
  }

  @Test
  void whatThrowsLaterKeepsItsStepsInTheLedger() {
    RunRow row = run(at(middle, AlteredMixture.SLOT, AlteredMixture.part(Way.THROWS_LATER)));
    assertSameResults(row);
    List<String> entries = ledger(row, AlteredMixture.SLOT);
    assertEquals(3, entries.size(), entries.toString());
    assertEquals(middle + 1 + "-" + (middle + 2) + " 2.0.0.THROWS_LATER swap: faster", entries.get(1));
    assertTrue(entries.get(2).startsWith(middle + 3 + "-" + calm.step() + " 1.0.0 rolled back: "), entries.toString());
  }

  @Test
  void whatGivesNaNIsTakenBackAndDoneByTheIncumbent() {
    RunRow row = run(at(middle, AlteredMixture.SLOT, AlteredMixture.part(Way.NAN)));
    assertSameResults(row);
    assertEquals(List.of(Swap.Kind.SWAPPED, Swap.Kind.ROLLED_BACK), kinds(row));
    assertTrue(store.swaps(row.id()).getLast().why().contains("gaussian-mixture/fold-1 is NaN and was"));
  }

  @Test
  void twoFailuresGoBackToWhatWasThereBeforeBoth() {
    RunRow row = run(at(middle, AlteredMixture.SLOT, AlteredMixture.part(Way.THROWS)),
        at(middle, AlteredMixture.SLOT, AlteredMixture.part(Way.NAN)));
    assertSameResults(row);
    assertEquals(List.of(Swap.Kind.SWAPPED, Swap.Kind.SWAPPED, Swap.Kind.ROLLED_BACK, Swap.Kind.ROLLED_BACK),
        kinds(row));
    assertEquals("1.0.0", store.swaps(row.id()).getLast().to().version());
  }

  @Test
  void aPlanGivesTheSameLedgerAndTheSameBitsAgain() {
    Replacement.Planned[] plan = {at(0, "linalg", "jblas@2.0.0"),
      at(middle, AlteredMixture.SLOT, AlteredMixture.part(Way.MIGRATES)),
      at(middle + 2, AlteredMixture.SLOT, AlteredMixture.part(Way.SAME))};
    registry.with(LinearAlgebra.class, "jblas", "2.0.0", new JblasLinearAlgebra());
    RunRow once = run(plan);
    RunRow again = run(plan);
    assertSameResults(once);
    assertArrayEquals(fixture.file(once, "ledger.json"), fixture.file(again, "ledger.json"));
    assertEquals(List.of("1-" + calm.step() + " 2.0.0 swap: faster"), ledger(once, "linalg"));
  }

  @Test
  void ofSeveralSwapsAtOneBoundaryTheLastOneDoesTheSteps() {
    RunRow row = run(at(middle, AlteredMixture.SLOT, AlteredMixture.part(Way.MIGRATES)),
        at(middle, AlteredMixture.SLOT, "gaussian-mixture@1.0.0"),
        at(middle, AlteredMixture.SLOT, AlteredMixture.part(Way.SAME)));
    assertSameResults(row);
    assertEquals(
        List.of(begin() + "-" + middle + " 1.0.0 start", middle + 1 + "-" + calm.step() + " 1.0.1 swap: faster"),
        ledger(row, AlteredMixture.SLOT));
    RunRow back = run(at(middle, AlteredMixture.SLOT, AlteredMixture.part(Way.MIGRATES)),
        at(middle, AlteredMixture.SLOT, "gaussian-mixture@1.0.0"));
    assertEquals(List.of(begin() + "-" + calm.step() + " 1.0.0 start"), ledger(back, AlteredMixture.SLOT));
  }

  @Test
  void aRunGoesOnWithTheCodeThatItsCheckpointNames() {
    RunRow stopped = run(RunnerFixture.stopAfter(middle + 2, notices),
        at(middle, AlteredMixture.SLOT, AlteredMixture.part(Way.MIGRATES)));
    assertEquals(RunState.INTERRUPTED, stopped.state());
    RunRow row = fixture.runner.resume(stopped.id(), RunnerFixture.stopAfter(-1, notices));
    assertSameResults(row);
    assertEquals(List.of(begin() + "-" + middle + " 1.0.0 start",
        middle + 1 + "-" + calm.step() + " 2.0.0.MIGRATES swap: faster"), ledger(row, AlteredMixture.SLOT));
  }

  @Test
  void codeThatIsGoneIsNamed() {
    RunRow stopped = run(RunnerFixture.stopAfter(middle + 2, notices),
        at(middle, AlteredMixture.SLOT, AlteredMixture.part(Way.SAME)));
    registry.withdraw(EstimatorFactory.class, AlteredMixture.NAME, "1.0.1");
    String text = assertThrows(RefusedException.class,
        () -> fixture.runner.resume(stopped.id(), RunnerFixture.stopAfter(-1, notices)))
        .getMessage();
    assertTrue(
        text.startsWith("slot model.gaussian-mixture was filled by 'gaussian-mixture' of ansatz.regression 1.0.1")
            && text.contains("ansatz bundle install"),
        text);
  }

  @Test
  void withoutTheNewestCheckpointTheSwapIsMadeAgain() throws IOException {
    RunRow stopped = run(RunnerFixture.stopAfter(middle + 2, notices),
        at(middle, AlteredMixture.SLOT, AlteredMixture.part(Way.MIGRATES)));
    Path runs = folder.resolve("runs").resolve(stopped.id());
    String kept = store.swaps(stopped.id()).getFirst().checkpoint();
    for (var checkpoint : store.checkpoints(stopped.id())) {
      if (!checkpoint.file().equals(kept)) {
        Files.write(runs.resolve(checkpoint.file()), new byte[1]);
      }
    }
    RunRow row = fixture.runner.resume(stopped.id(), RunnerFixture.stopAfter(-1, notices));
    assertSameResults(row);
    assertEquals(1, store.swaps(row.id()).size());
    assertEquals(2, ledger(row, AlteredMixture.SLOT).size());
  }

  @Test
  void whatHungIsOutAfterTheRestart() throws IOException {
    RunRow stopped = run(RunnerFixture.stopAfter(middle + 2, notices),
        at(middle, AlteredMixture.SLOT, AlteredMixture.part(Way.MIGRATES)));
    Path restart = folder.resolve("runs").resolve(stopped.id()).resolve("restart.json");
    Files.write(restart,
        Trees.json(Map.of("slot", AlteredMixture.SLOT, "part", AlteredMixture.NAME, "bundle", "ansatz.regression",
            "version", AlteredMixture.version(Way.MIGRATES), "reason", "has not ended for 31 s", "step", middle + 3)));
    RunRow row = fixture.runner.resume(stopped.id(), RunnerFixture.stopAfter(-1, notices));
    assertSameResults(row);
    assertEquals(List.of(Swap.Kind.SWAPPED, Swap.Kind.RESTARTED), kinds(row));
    assertEquals(middle + 3 + "-" + calm.step() + " 1.0.0 restarted: step " + (middle + 3) + " has not ended for 31 s",
        ledger(row, AlteredMixture.SLOT).getLast());
    assertFalse(Files.exists(restart));
  }

  @Test
  void nothingKeepsWhatWasReplaced() {
    int[] alive = {-1};
    int before = first.made.size();
    run(new Watcher() {
      @Override
      public void stepped(StepReport report, long done, long total) {
        for (int i = 0; done == middle + 1 && alive[0] != 0 && i < 100; i++) {
          System.gc();
          alive[0] = (int) first.made.stream().filter(made -> made.get() != null).count();
          pause();
        }
      }
    }, at(middle, AlteredMixture.SLOT, AlteredMixture.part(Way.SAME)));
    assertTrue(first.made.size() > before);
    assertEquals(0, alive[0]);
  }

  private static void pause() {
    try {
      Thread.sleep(5);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
