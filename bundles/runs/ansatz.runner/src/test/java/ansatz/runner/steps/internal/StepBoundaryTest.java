package ansatz.runner.steps.internal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ansatz.data.files.Safetensors;
import ansatz.experiment.ConfigException;
import ansatz.experiment.Disk;
import ansatz.experiment.Experiment;
import ansatz.experiment.Home;
import ansatz.experiment.Lease;
import ansatz.experiment.PlainRegistry;
import ansatz.experiment.RefusedException;
import ansatz.experiment.Replacement;
import ansatz.experiment.RunException;
import ansatz.experiment.RunFolder;
import ansatz.experiment.RunRow;
import ansatz.experiment.RunState;
import ansatz.experiment.Runner.Watcher;
import ansatz.experiment.Snapshot;
import ansatz.experiment.Swap;
import ansatz.experiment.Work;
import ansatz.experiment.Work.StepReport;
import ansatz.fit.FitProcedure;
import ansatz.fixtures.AlteredMixture;
import ansatz.fixtures.AlteredMixture.Way;
import ansatz.fixtures.RunnerFixture;
import ansatz.fixtures.SmallExperiments;
import ansatz.runner.LocalFixture;
import ansatz.runner.checkpoint.internal.SlotBinding;
import ansatz.runner.control.internal.StepBoundary;
import ansatz.store.sqlite.SqliteRunStore;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What may be done to a run between two steps. */
class StepBoundaryTest {
  private static final long STEP = 8;

  @TempDir
  Path folder;

  private final PlainRegistry registry = AlteredMixture.registry();
  private SqliteRunStore store;
  private RunnerFixture fixture;
  private RunRow calm;
  private boolean full;
  private AssertionError wrong;
  private StepBoundary boundary;

  @BeforeEach
  void runTheTwin() {
    store = new SqliteRunStore(new Home(folder));
    fixture = LocalFixture.open(folder, store, Disk.SYSTEM, registry);
    calm = fixture.run(SmallExperiments.MIXTURE, new Watcher() {
    });
  }

  @AfterEach
  void close() {
    store.close();
  }

  /** A disk on which nothing can be written while it is full. */
  private Disk disk() {
    return (Disk) Proxy.newProxyInstance(Disk.class.getClassLoader(), new Class<?>[] {Disk.class},
        (_, method, arguments) -> {
          if (full && method.getName().equals("write")) {
            throw new IOException("No space left on device");
          }
          try {
            return method.invoke(Disk.SYSTEM, arguments);
          } catch (InvocationTargetException e) {
            throw e.getCause();
          }
        });
  }

  /** Runs to the end, and once between two steps does something. */
  private RunRow run(Consumer<StepBoundary> act) {
    RunRow row = new RunRow("r-" + calm.id().substring(2) + "b", "twin", "groups", "x.yaml", RunState.RUNNING, 0, 20,
        Instant.now(), null, 0, calm.configDigest(), "", "");
    RunFolder place = new RunFolder(folder.resolve("runs").resolve(row.id()), disk());
    place.create();
    place.write(RunFolder.CONFIG, fixture.file(calm, RunFolder.CONFIG));
    place.write(RunFolder.LOCK, fixture.file(calm, RunFolder.LOCK));
    store.create(row);
    Experiment experiment = fixture.prepare(SmallExperiments.MIXTURE);
    try (Work work = new FitProcedure().open(experiment, registry)) {
      Watcher watcher = new Watcher() {
        @Override
        public void stepped(StepReport report, long done, long total) {
          if (done == STEP) {
            try {
              act.accept(boundary);
            } catch (AssertionError e) {
              wrong = e;
            }
          }
        }
      };
      RunLoop loop = new RunLoop(row, experiment, work, place, new RunLoop.Services(store, disk(), new Safetensors(),
          registry, Optional::empty, List.of()), new SwapSchedule(List.of(), List.of(), Optional.empty(), 0, () -> {
          }), watcher);
      boundary = loop;
      RunRow ended = loop.execute(Optional.empty());
      if (wrong != null) {
        throw wrong;
      }
      assertArrayEquals(fixture.file(calm, "result.json"), fixture.file(ended, "result.json"));
      assertArrayEquals(fixture.file(calm, "metrics.csv"), fixture.file(ended, "metrics.csv"));
      return ended;
    }
  }

  private static Replacement to(String slot, String part) {
    return new Replacement(slot, part, false, "ada", "");
  }

  private static SlotBinding filling(StepBoundary boundary) {
    return boundary.work().leases().stream().filter(l -> l.slot().equals(AlteredMixture.SLOT)).map(SlotBinding::of)
        .findFirst()
        .orElseThrow();
  }

  @Test
  void anUndoGoesBackOneSwapAfterTheOther() {
    RunRow row = run(at -> {
      assertThrows(RefusedException.class, () -> at.undo(AlteredMixture.SLOT, "ada", ""));
      at.commit(to(AlteredMixture.SLOT, AlteredMixture.part(Way.MIGRATES)), Swap.Kind.SWAPPED, "");
      at.commit(to(AlteredMixture.SLOT, AlteredMixture.part(Way.SAME)), Swap.Kind.SWAPPED, "");
      assertEquals(List.of(AlteredMixture.version(Way.MIGRATES), "1.0.1"),
          at.guarded().stream().map(s -> s.to().version()).toList());
      assertEquals(AlteredMixture.version(Way.MIGRATES), at.undo(AlteredMixture.SLOT, "ada", "slow").to().version());
      assertEquals("1.0.0", at.undo(AlteredMixture.SLOT, "ada", "").to().version());
      assertTrue(at.guarded().isEmpty());
      assertTrue(assertThrows(RefusedException.class, () -> at.undo(AlteredMixture.SLOT, "ada", "")).getMessage()
          .contains("has no swap to take back"));
    });
    assertEquals(List.of(Swap.Kind.SWAPPED, Swap.Kind.SWAPPED, Swap.Kind.UNDONE, Swap.Kind.UNDONE),
        store.swaps(row.id()).stream().map(Swap::kind).toList());
    assertEquals(1, store.ledger(row.id()).stream().filter(e -> e.slot().equals(AlteredMixture.SLOT)).count());
  }

  @Test
  void whatCannotBeWrittenDownDidNotHappen() {
    RunRow row = run(at -> {
      at.checkpoint();
      full = true;
      String text = assertThrows(RunException.class,
          () -> at.commit(to(AlteredMixture.SLOT, AlteredMixture.part(Way.MIGRATES)), Swap.Kind.SWAPPED, ""))
          .getMessage();
      full = false;
      assertTrue(text.contains("No space left"), text);
      assertEquals("1.0.0", filling(at).version());
      assertTrue(at.guarded().isEmpty());
    });
    assertTrue(store.swaps(row.id()).isEmpty());
    assertEquals(List.of("start"), store.ledger(row.id()).stream().filter(e -> e.slot().equals(AlteredMixture.SLOT))
        .map(e -> e.why()).toList());
  }

  @Test
  void theSameCodeIsNotPutInTwice() {
    run(at -> assertEquals(
        "slot model.gaussian-mixture is filled by 'gaussian-mixture' of ansatz.regression 1.0.0 already",
        assertThrows(RefusedException.class,
            () -> at.commit(to(AlteredMixture.SLOT, "gaussian-mixture"), Swap.Kind.SWAPPED, "")).getMessage()));
  }

  @Test
  void whatIsAskedWrongIsNamedAndChangesNothing() {
    RunRow row = run(at -> {
      Snapshot before = at.snapshot();
      refused(at, ConfigException.class, "model.gausian-mixture", "x",
          "this run has no slot 'model.gausian-mixture' — did you mean 'model.gaussian-mixture'?");
      refused(at, ConfigException.class, "data", "waves", "slot data cannot be filled anew: the data are read once");
      refused(at, ConfigException.class, AlteredMixture.SLOT, "gaussian-mixture@7",
          "no version 7 of 'gaussian-mixture'");
      refused(at, ConfigException.class, AlteredMixture.SLOT, "gausian-mixture",
          "no estimator 'gausian-mixture' — did you mean 'gaussian-mixture'?");
      refused(at, ConfigException.class, AlteredMixture.SLOT, "ols",
          "slot model.gaussian-mixture cannot be filled by 'ols'");
      refused(at, RefusedException.class, "metric.log-likelihood", "log-likelihood",
          "is not filled anew any more");
      assertTrue(before.state().sameBits(at.snapshot().state()));
      assertEquals(before.slots(), at.snapshot().slots());
    });
    assertTrue(store.swaps(row.id()).isEmpty());
  }

  private static void refused(StepBoundary boundary, Class<? extends RuntimeException> kind, String slot, String part,
      String text) {
    String message = assertThrows(kind, () -> boundary.commit(to(slot, part), Swap.Kind.SWAPPED, "")).getMessage();
    assertTrue(message.contains(text), message);
  }

  @Test
  void aRefusalIsRecordedAndChangesNothing() {
    RunRow row = run(
        at -> at.refuse(to(AlteredMixture.SLOT, AlteredMixture.part(Way.NAN)), "NaN in the shadow", "5 steps"));
    Swap swap = store.swaps(row.id()).getFirst();
    assertEquals(Swap.Kind.REFUSED, swap.kind());
    assertEquals("NaN in the shadow", swap.why());
    assertEquals(AlteredMixture.version(Way.NAN), swap.to().version());
    assertEquals(1, store.ledger(row.id()).stream().filter(e -> e.slot().equals(AlteredMixture.SLOT)).count());
  }

  @Test
  void aClosedLeaseHoldsNothing() {
    run(at -> {
      Lease<?> old = at.work().leases().stream().filter(l -> l.slot().equals(AlteredMixture.SLOT)).findFirst()
          .orElseThrow();
      at.commit(to(AlteredMixture.SLOT, AlteredMixture.part(Way.SAME)), Swap.Kind.SWAPPED, "");
      assertFalse(old.valid());
      assertThrows(IllegalStateException.class, old::service);
    });
  }
}
