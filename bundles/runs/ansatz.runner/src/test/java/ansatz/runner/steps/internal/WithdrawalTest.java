package ansatz.runner.steps.internal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ansatz.data.files.Safetensors;
import ansatz.experiment.ConfigException;
import ansatz.experiment.Disk;
import ansatz.experiment.Experiment;
import ansatz.experiment.Home;
import ansatz.experiment.Lease;
import ansatz.experiment.LedgerEntry;
import ansatz.experiment.Offer;
import ansatz.experiment.PartLabel;
import ansatz.experiment.Procedure;
import ansatz.experiment.Registry;
import ansatz.experiment.RunException;
import ansatz.experiment.RunRow;
import ansatz.experiment.RunState;
import ansatz.experiment.Runner.Watcher;
import ansatz.experiment.Source;
import ansatz.experiment.Work.StepReport;
import ansatz.fixtures.RunnerFixture;
import ansatz.fit.FitProcedure;
import ansatz.fixtures.SmallExperiments;
import ansatz.linalg.LinearAlgebra;
import ansatz.runner.LocalFixture;
import ansatz.runner.LocalRunner;
import ansatz.store.sqlite.SqliteRunStore;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Services that go away in the middle of a run. */
class WithdrawalTest {
  @TempDir
  Path folder;

  private final Changing registry = new Changing();
  private SqliteRunStore store;
  private LocalRunner runner;

  @BeforeEach
  void open() {
    store = new SqliteRunStore(new Home(folder));
    runner = new LocalRunner(registry, store, new Safetensors(), new Home(folder), Disk.SYSTEM);
  }

  @AfterEach
  void close() {
    store.close();
  }

  private RunRow run(String yaml, long withdrawAfter, Class<?> kind, List<String> notices) {
    Path file = LocalFixture.open(folder, store, Disk.SYSTEM).write(yaml);
    Experiment experiment = runner.prepare(file, List.of());
    return runner.run(experiment, file, List.of(), new Watcher() {
      @Override
      public void stepped(StepReport report, long done, long total) {
        if (done == withdrawAfter) {
          registry.withdraw(kind);
        }
      }

      @Override
      public void notice(String line) {
        notices.add(line);
      }
    });
  }

  @Test
  void theNextBestLinearAlgebraGoesOnAndTheLedgerSaysSo() {
    List<String> notices = new ArrayList<>();
    RunRow calm = run(SmallExperiments.MIXTURE, -1, LinearAlgebra.class, notices);
    RunRow run = run(SmallExperiments.MIXTURE, 6, LinearAlgebra.class, notices);
    assertEquals(RunState.FINISHED, run.state());
    assertTrue(notices.getFirst().contains("linalg") && notices.getFirst().contains("was withdrawn"),
        notices.toString());
    List<LedgerEntry> entries = store.ledger(run.id()).stream().filter(e -> e.slot().equals("linalg")).toList();
    assertEquals(2, entries.size());
    assertEquals(6, entries.get(0).toStep());
    assertEquals(7, entries.get(1).fromStep());
    assertEquals("generation-2", entries.get(1).source().version());
    RunnerFixture fixture = LocalFixture.open(folder, store, Disk.SYSTEM);
    assertArrayEquals(fixture.file(calm, "result.safetensors"), fixture.file(run, "result.safetensors"));
  }

  @Test
  void anEstimatorThatGoesIsMadeAnewByWhoeverOffersItsName() {
    List<String> notices = new ArrayList<>();
    RunRow run = run(SmallExperiments.MIXTURE, 6, ansatz.learn.EstimatorFactory.class, notices);
    assertEquals(RunState.FINISHED, run.state());
    assertTrue(notices.stream().anyMatch(n -> n.startsWith("model.gaussian-mixture: ")), notices.toString());
    List<LedgerEntry> entries = store.ledger(run.id()).stream().filter(e -> e.slot().equals("model.gaussian-mixture"))
        .toList();
    assertEquals("generation-2", entries.getLast().source().version());
  }

  @Test
  void withNobodyToGoOnTheRunStopsAndCanBeResumed() {
    registry.replaced = false;
    RunException stopped = assertThrows(RunException.class,
        () -> run(SmallExperiments.MIXTURE, 6, LinearAlgebra.class, new ArrayList<>()));
    assertTrue(stopped.getMessage().contains("ansatz resume"), stopped.getMessage());
    RunRow row = store.list().getFirst();
    assertEquals(RunState.FAILED, row.state());
    assertEquals(6, row.step());
    registry.replaced = true;
    assertEquals(RunState.FINISHED, runner.resume(row.name(), new Watcher() {
    }).state());
  }

  /** A registry whose services of a kind can be withdrawn; leases taken later come from another version. */
  private static final class Changing implements Registry {
    private final Registry parts = SmallExperiments.registry().with(Procedure.class, new FitProcedure());
    private Class<?> withdrawn;
    private boolean replaced = true;
    private long epoch;

    void withdraw(Class<?> kind) {
      withdrawn = kind;
      epoch++;
    }

    @Override
    public long epoch() {
      return epoch;
    }

    @Override
    public <S> List<Offer<S>> offers(Class<S> kind) {
      return parts.offers(kind);
    }

    @Override
    public List<Source> bundles() {
      return List.of();
    }

    @Override
    public <S> Lease<S> lease(String slot, Class<S> kind, String name) {
      boolean second = kind == withdrawn;
      if (second && !replaced) {
        throw new ConfigException(slot + ": nobody offers it any more");
      }
      Lease<S> lease = parts.lease(slot, kind, PartLabel.of(name).name());
      return new Lease<>() {
        @Override
        public String slot() {
          return lease.slot();
        }

        @Override
        public String name() {
          return lease.name();
        }

        @Override
        public Class<S> kind() {
          return kind;
        }

        @Override
        public S service() {
          return lease.service();
        }

        @Override
        public Source source() {
          return new Source(lease.source().bundle(), second ? "generation-2" : "generation-1", "0123456789abcdef",
              new TreeMap<>());
        }

        @Override
        public boolean valid() {
          return second || kind != withdrawn;
        }

        @Override
        public void close() {
          lease.close();
        }
      };
    }
  }
}
