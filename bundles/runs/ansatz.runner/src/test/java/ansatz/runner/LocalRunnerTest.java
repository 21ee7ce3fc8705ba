package ansatz.runner;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ansatz.experiment.ConfigException;
import ansatz.experiment.Disk;
import ansatz.experiment.Experiment;
import ansatz.experiment.Home;
import ansatz.experiment.RefusedException;
import ansatz.experiment.RunException;
import ansatz.experiment.RunRow;
import ansatz.experiment.RunState;
import ansatz.experiment.Runner.Watcher;
import ansatz.experiment.Work.StepReport;
import ansatz.fixtures.RunnerFixture;
import ansatz.fixtures.SmallExperiments;
import ansatz.store.sqlite.SqliteRunStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalRunnerTest {
  @TempDir
  Path folder;

  private SqliteRunStore store;
  private RunnerFixture fixture;

  @BeforeEach
  void open() {
    store = new SqliteRunStore(new Home(folder));
    fixture = LocalFixture.open(folder, store, Disk.SYSTEM);
  }

  @AfterEach
  void close() {
    store.close();
  }

  /** Stops before the given step. */
  private static Watcher stopAfter(long steps) {
    return new Watcher() {
      private long seen;

      @Override
      public void stepped(StepReport report, long done, long total) {
        seen++;
      }

      @Override
      public boolean stopRequested() {
        return seen >= steps;
      }
    };
  }

  private void assertSameResults(RunRow a, RunRow b) {
    for (String name : List.of("result.json", "result.safetensors", "metrics.csv", "ledger.json")) {
      assertArrayEquals(fixture.file(a, name), fixture.file(b, name), name);
    }
  }

  @Test
  void finishesWithEveryFile() {
    RunRow run = fixture.run(SmallExperiments.REGRESSION, new Watcher() {
    });
    assertEquals(RunState.FINISHED, run.state());
    for (String name : List.of("config.yaml", "overrides.txt", "ansatz.lock", "result.json", "result.safetensors",
        "metrics.csv", "timings.csv", "ledger.json")) {
      assertTrue(fixture.file(run, name).length > 0 || name.equals("overrides.txt"), name);
    }
    assertEquals(6, store.timings(run.id()).size());
    assertEquals(12, store.points(run.id()).size());
  }

  @Test
  void theSameSeedGivesTheSameBits() {
    assertSameResults(fixture.run(SmallExperiments.REGRESSION, new Watcher() {
    }), fixture.run(SmallExperiments.REGRESSION, new Watcher() {
    }));
  }

  @Test
  void stoppedAnywhereAndResumedItEndsWithTheSameBits() {
    for (String yaml : List.of(SmallExperiments.REGRESSION, SmallExperiments.MIXTURE)) {
      RunRow whole = fixture.run(yaml, new Watcher() {
      });
      for (long steps = 0; steps < whole.step(); steps++) {
        RunRow stopped = fixture.run(yaml, stopAfter(steps));
        assertEquals(RunState.INTERRUPTED, stopped.state());
        assertTrue(store.find(stopped.id()).orElseThrow().total() > 0, "the total is lost after " + steps + " steps");
        RunRow row = stopped;
        while (row.state() != RunState.FINISHED) {
          row = fixture.runner.resume(row.name(), stopAfter(2));
        }
        assertSameResults(whole, row);
      }
    }
  }

  @Test
  void aConfigThatCannotBeWritesNothing() {
    assertEquals("fit.models.ridge.lambda = -1 is less than the minimum 0",
        refusal(SmallExperiments.REGRESSION, "model.lambda=-1").replaceFirst(" {3}.*", ""));
    assertRefused("fit.models.ridg={}", "no estimator 'ridg' — did you mean 'ridge'?");
    assertRefused("metrcs=[rmse]", "unknown key 'metrcs' — did you mean 'metrics'?");
    assertRefused("data.target=z", "no column 'z'");
    assertRefused("data.sample=wave", "did you mean 'waves'?");
    assertRefused("~data.target", "learns regression, but this is clustering");
    assertRefused("metrics=[log-likelihood]", "judges clustering, this is regression");
    assertRefused("fit.validation.folds=100", "fit.validation");
    assertRefused("fit={task: clustering, models: {k-means: {}}}", "data.target = 'y' holds numbers, but found groups");
    assertRefused("fit.models={\"\": {use: ols}}", "the label '' is not one line of 1 to 40 characters");
    assertRefused("fit.models={\"a\\nb\": {use: ols}}", "the label 'a?b' is not one line of 1 to 40 characters");
    assertTrue(store.list().isEmpty());
    assertFalse(Files.exists(folder.resolve("runs")));
  }

  private void assertRefused(String override, String text) {
    String message = refusal(SmallExperiments.REGRESSION, override);
    assertTrue(message.contains(text), message);
  }

  private String refusal(String yaml, String override) {
    return assertThrows(ConfigException.class, () -> {
      Experiment experiment = fixture.prepare(yaml, override);
      fixture.runner.run(experiment, Path.of("x.yaml"), List.of(), new Watcher() {
      });
    }).getMessage();
  }

  @Test
  void aRunningRunIsNotTakenUp() {
    Watcher meddler = new Watcher() {
      @Override
      public void stepped(StepReport report, long done, long total) {
        if (done == 2) {
          String name = store.list().getFirst().name();
          assertEquals(RunState.RUNNING, fixture.runner.find(name).state());
          String text = assertThrows(RefusedException.class, () -> fixture.runner.resume(name, new Watcher() {
          }))
              .getMessage();
          Probe.seen = text;
        }
      }
    };
    fixture.run(SmallExperiments.REGRESSION, meddler);
    assertTrue(Probe.seen.contains("is running in process " + ProcessHandle.current().pid()), Probe.seen);
  }

  /** What the meddling watcher saw; its own failures must not reach the run. */
  private static final class Probe {
    private static String seen = "";
  }

  @Test
  void aFinishedRunIsNotTakenUp() {
    RunRow run = fixture.run(SmallExperiments.REGRESSION, new Watcher() {
    });
    assertTrue(assertThrows(RefusedException.class, () -> fixture.runner.resume(run.name(), new Watcher() {
    })).getMessage()
        .contains("is finished"));
  }

  @Test
  void aWatcherThatThrowsDoesNotStopTheRun() {
    Watcher broken = new Watcher() {
      @Override
      public void stepped(StepReport report, long done, long total) {
        throw new IllegalStateException("broken");
      }
    };
    assertEquals(RunState.FINISHED, fixture.run(SmallExperiments.REGRESSION, broken).state());
  }

  @Test
  void anotherValueThanWasAcknowledgedEndsTheRun() {
    System.setProperty("ansatz.acknowledge.millis", "0");
    System.setProperty("ansatz.checkpoint.millis", "0");
    try {
      RunRow stopped = fixture.run(SmallExperiments.MIXTURE, stopAfter(6));
      store.checkpoints(stopped.id()).forEach(c -> store.forget(stopped.id(), c));
      RunnerFixture other = LocalFixture.open(folder, store, Disk.SYSTEM);
      RunRow row = store.find(stopped.id()).orElseThrow();
      store.acknowledge(row.id(), new ansatz.experiment.RunStore.Progress(6, 20,
          List.of(new ansatz.experiment.Point(7, "gaussian-mixture/fold-1", "mean log-likelihood", 3.25)), List.of(),
          List.of()));
      String text = assertThrows(RunException.class, () -> other.runner.resume(row.id(), new Watcher() {
      })).getMessage();
      assertTrue(text.contains("not reproducible: gaussian-mixture/fold-1"), text);
      assertEquals(RunState.FAILED, store.find(row.id()).orElseThrow().state());
    } finally {
      System.clearProperty("ansatz.acknowledge.millis");
      System.clearProperty("ansatz.checkpoint.millis");
    }
  }

  @Test
  void aChangedConfigIsRefused() throws Exception {
    RunRow stopped = fixture.run(SmallExperiments.MIXTURE, stopAfter(3));
    Path config = folder.resolve("runs").resolve(stopped.id()).resolve("config.yaml");
    Files.writeString(config, Files.readString(config).replace("seed: 7", "seed: 8"));
    assertTrue(assertThrows(RefusedException.class, () -> fixture.runner.resume(stopped.name(), new Watcher() {
    }))
        .getMessage().contains("has been changed since the run started"));
  }

  @Test
  void extremeNumbersAreNamedAsTheCause() throws IOException {
    Files.createDirectories(folder);
    StringBuilder csv = new StringBuilder("a,y\n");
    for (int i = 1; i <= 12; i++) {
      csv.append(i).append("e300,").append(i).append('\n');
    }
    Files.writeString(folder.resolve("huge.csv"), csv);
    String yaml = "{data: {file: huge.csv, target: y}, fit: {validation: {folds: 3}, models: {ridge: {}}}}";
    String message = assertThrows(RunException.class, () -> fixture.run(yaml, new Watcher() {
    })).getMessage();
    assertTrue(message.startsWith("model.ridge failed on fold 1: "), message);
    assertTrue(message.contains("the training data hold numbers like 1.0E300, whose square is out of range"), message);
  }

  @Test
  void aReferenceBeyondAllRunsIsRefused() {
    assertTrue(assertThrows(ConfigException.class, () -> fixture.runner.find("@last99999999999")).getMessage()
        .contains("no run '@last99999999999'"));
  }
}
