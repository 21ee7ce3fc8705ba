package ansatz.runner.steps.internal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ansatz.control.ControlClient;
import ansatz.experiment.Disk;
import ansatz.experiment.Home;
import ansatz.experiment.LedgerEntry;
import ansatz.experiment.Point;
import ansatz.experiment.RunRow;
import ansatz.experiment.RunState;
import ansatz.experiment.Runner.Watcher;
import ansatz.experiment.Swap;
import ansatz.experiment.Work.StepReport;
import ansatz.fixtures.AlteredMixture;
import ansatz.fixtures.AlteredMixture.Way;
import ansatz.fixtures.RunnerFixture;
import ansatz.fixtures.SmallExperiments;
import ansatz.runner.LocalFixture;
import ansatz.store.sqlite.SqliteRunStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Code to which the state of a fold means nothing takes over with the next fold. */
@Timeout(60)
class SwapBetweenFoldsTest {
  private static final Duration SOON = Duration.ofSeconds(20);
  private static final long ASKED = 3;

  @TempDir
  Path folder;

  private SqliteRunStore store;
  private RunnerFixture fixture;

  @BeforeEach
  void open() {
    store = new SqliteRunStore(new Home(folder));
    fixture = LocalFixture.open(folder, store, Disk.SYSTEM, AlteredMixture.registry());
  }

  @AfterEach
  void close() {
    store.close();
  }

  /** Asks in the middle of the first fold. */
  private final class Asking implements Watcher {
    private final Way way;
    private final long stop;
    private Path run;
    private long done;
    private CompletableFuture<Map<String, Object>> answer;

    /** @param stop the step after which the run is stopped; -1 for its end */
    private Asking(Way way, long stop) {
      this.way = way;
      this.stop = stop;
    }

    @Override
    public void started(RunRow row, ansatz.experiment.Experiment experiment, long from, long total) {
      run = folder.resolve("runs").resolve(row.id());
    }

    @Override
    public void stepped(StepReport report, long now, long total) {
      done = now;
      if (now == ASKED) {
        answer = CompletableFuture.supplyAsync(() -> ControlClient.ask(run, Map.of("command", "swap", "slot",
            AlteredMixture.SLOT, "part", AlteredMixture.part(way), "shadow", 0, "at", "fold", "patience", 10_000),
            SOON));
        while (((List<?>) ControlClient.ask(run, Map.of("command", "status"), SOON).get("pending")).isEmpty()) {
          Thread.onSpinWait();
        }
      }
    }

    @Override
    public boolean stopRequested() {
      return done == stop;
    }
  }

  private RunRow run(Watcher watcher) {
    return fixture.run(SmallExperiments.FOLDED_MIXTURE, watcher);
  }

  private static long firstOfSecondFold(SqliteRunStore store, RunRow row) {
    return store.timings(row.id()).stream().filter(t -> t.label().contains("fold 2/2")).findFirst().orElseThrow()
        .step();
  }

  private List<String> versions(RunRow row) {
    return store.ledger(row.id()).stream().filter(e -> e.slot().equals(AlteredMixture.SLOT)).map(LedgerEntry::source)
        .map(source -> source.version()).toList();
  }

  @Test
  void theSwapIsMadeAndRecordedWhereTheNextFoldBegins() throws Exception {
    Asking asking = new Asking(Way.DOES_NOT_MIGRATE, -1);
    RunRow row = run(asking);
    assertEquals(RunState.FINISHED, row.state());
    assertEquals("gaussian-mixture fold 1/2", asking.answer.get().get("waitsFor"));
    Swap swap = store.swaps(row.id()).getFirst();
    assertEquals(Swap.Kind.SWAPPED, swap.kind());
    assertEquals(firstOfSecondFold(store, row) - 1, swap.step());
    assertEquals(List.of("1.0.0", AlteredMixture.version(Way.DOES_NOT_MIGRATE)), versions(row));
    assertArrayEquals(fixture.file(run(new Watcher() {
    }), "metrics.csv"), fixture.file(row, "metrics.csv"),
        "it does the same");
  }

  @Test
  void whatWaitedWhenTheRunStoppedIsMadeOnceItIsTakenUp() {
    Asking asking = new Asking(Way.DOES_NOT_MIGRATE, ASKED + 2);
    RunRow stopped = run(asking);
    assertEquals(RunState.INTERRUPTED, stopped.state());
    assertTrue(Files.exists(asking.run.resolve("waiting.json")));
    assertEquals(List.of(), store.swaps(stopped.id()));
    RunRow row = fixture.runner.resume(stopped.id(), new Watcher() {
    });
    assertEquals(RunState.FINISHED, row.state());
    assertEquals(firstOfSecondFold(store, row) - 1, store.swaps(row.id()).getFirst().step());
    assertEquals(1, store.swaps(row.id()).size());
    assertFalse(Files.exists(asking.run.resolve("waiting.json")));
  }

  @Test
  void aFoldWhoseStateNobodyElseCanTakeOverBeginsAnewUnderTheIncumbent() {
    RunRow row = run(new Asking(Way.DOES_NOT_MIGRATE_AND_THROWS_LATER, -1));
    assertEquals(RunState.FINISHED, row.state());
    List<Swap> swaps = store.swaps(row.id());
    assertEquals(List.of(Swap.Kind.SWAPPED, Swap.Kind.ROLLED_BACK), swaps.stream().map(Swap::kind).toList());
    assertEquals("the fold begins anew, its state could not be carried over", swaps.getLast().detail());
    assertEquals(swaps.getFirst().step() + 2, swaps.getLast().step());
    RunRow calm = run(new Watcher() {
    });
    assertEquals(point(calm, 1), point(row, 3), "the first iteration again, counted on");
    assertEquals(calm.headline(), row.headline());
  }

  private Optional<Double> point(RunRow row, long iteration) {
    return store.points(row.id()).stream()
        .filter(p -> p.series().endsWith("fold-2") && p.step() == iteration && p.metric().startsWith("mean"))
        .map(Point::value).findFirst();
  }
}
