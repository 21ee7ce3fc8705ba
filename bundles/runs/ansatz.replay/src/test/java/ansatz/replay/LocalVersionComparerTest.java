package ansatz.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ansatz.data.files.Safetensors;
import ansatz.experiment.ComparisonWriter;
import ansatz.experiment.ConfigException;
import ansatz.experiment.Disk;
import ansatz.experiment.Home;
import ansatz.experiment.LedgerEntry;
import ansatz.experiment.PlainRegistry;
import ansatz.experiment.Procedure;
import ansatz.experiment.RefusedException;
import ansatz.experiment.Replacement;
import ansatz.experiment.RunFiles;
import ansatz.experiment.RunFolder;
import ansatz.experiment.RunRow;
import ansatz.experiment.Runner.Watcher;
import ansatz.experiment.VersionComparison;
import ansatz.fit.FitProcedure;
import ansatz.fixtures.RunnerFixture;
import ansatz.fixtures.SmallExperiments;
import ansatz.learn.Context;
import ansatz.learn.Estimator;
import ansatz.learn.EstimatorFactory;
import ansatz.learn.Examples;
import ansatz.learn.Prediction;
import ansatz.learn.State;
import ansatz.learn.Task;
import ansatz.linalg.Matrix;
import ansatz.regression.Ridge;
import ansatz.runner.LocalRunner;
import ansatz.runner.home.internal.RunFilesReader;
import ansatz.store.sqlite.SqliteRunStore;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalVersionComparerTest {
  @TempDir
  Path folder;
  private SqliteRunStore store;
  private RunnerFixture fixture;
  private LocalVersionComparer comparer;
  private final List<String> notices = new ArrayList<>();

  /** A thousand times the penalty that it is asked for. */
  private static final class Stronger implements EstimatorFactory {
    @Override
    public Class<? extends Estimator> algorithm() {
      return Ridge.class;
    }

    @Override
    public Class<? extends Record> config() {
      return Ridge.Config.class;
    }

    @Override
    public Estimator create(Record config) {
      Ridge.Config asked = (Ridge.Config) config;
      return new Ridge(new Ridge.Config(1000 * asked.lambda(), asked.intercept(), asked.solver()));
    }
  }

  /** Cannot be fitted. */
  private static final class Failing implements EstimatorFactory {
    @Override
    public Class<? extends Estimator> algorithm() {
      return Ridge.class;
    }

    @Override
    public Class<? extends Record> config() {
      return Ridge.Config.class;
    }

    @Override
    public Estimator create(Record config) {
      Ridge real = new Ridge((Ridge.Config) config);
      return new Estimator() {
        @Override
        public Set<Task> tasks() {
          return real.tasks();
        }

        @Override
        public State fit(Context context, Examples training) {
          throw new IllegalStateException("out of luck");
        }

        @Override
        public Prediction predict(Context context, State state, Matrix x) {
          return real.predict(context, state, x);
        }
      };
    }
  }

  /** Writes the verdict alone. */
  private static final class Verdict implements ComparisonWriter {
    @Override
    public String fileName() {
      return "ab.html";
    }

    @Override
    public byte[] render(VersionComparison comparison) {
      return comparison.verdict().getBytes(StandardCharsets.UTF_8);
    }
  }

  @BeforeEach
  void open() {
    store = new SqliteRunStore(new Home(folder));
    PlainRegistry registry = SmallExperiments.registry();
    registry.withdraw(EstimatorFactory.class, "ridge", "0");
    registry.with(EstimatorFactory.class, "ridge", "1.0.0", new Ridge.Factory())
        .with(EstimatorFactory.class, "ridge", "1.0.1", new Ridge.Factory())
        .with(EstimatorFactory.class, "ridge", "2.0.0", new Stronger())
        .with(EstimatorFactory.class, "ridge", "3.0.0", new Failing())
        .with(ComparisonWriter.class, "html", new Verdict());
    registry.with(Procedure.class, new FitProcedure());
    fixture = new RunnerFixture(folder,
        new LocalRunner(registry, store, new Safetensors(), new Home(folder), Disk.SYSTEM));
    comparer = new LocalVersionComparer(fixture.runner, this::read);
  }

  private RunFiles read(String id) {
    RunFolder run = new RunFolder(folder.resolve("runs").resolve(id), Disk.SYSTEM);
    return new RunFilesReader(store, new Safetensors()).read(store.find(id).orElseThrow(), run);
  }

  @AfterEach
  void close() {
    store.close();
  }

  private VersionComparison compare(String a, String b) {
    return comparer.compare(fixture.write(SmallExperiments.REGRESSION), List.of(), "model.ridge", a, b, new Watcher() {
      @Override
      public void notice(String line) {
        notices.add(line);
      }
    });
  }

  private static String version(RunFiles run) {
    return LedgerEntry.last(run.ledger()).stream().filter(e -> e.slot().equals("model.ridge")).findFirst().orElseThrow()
        .source().version();
  }

  @Test
  void theSameSourcesUnderAnotherVersionAreBitIdentical() {
    VersionComparison comparison = compare("ridge@1.0.0", "ridge@1.0.1");
    assertEquals("1.0.0", version(comparison.a()));
    assertEquals("1.0.1", version(comparison.b()));
    assertEquals("bit-identical (12 points, 5 arrays)", comparison.verdict());
    assertTrue(comparison.tracks().stream().noneMatch(t -> t.relative()[0] != 0));
    assertEquals(comparison.verdict(),
        new String(fixture.file(comparison.b().row(), "ab.html"), StandardCharsets.UTF_8));
    assertTrue(notices.getLast().endsWith("ab.html"), notices::toString);
  }

  @Test
  void whatIsWorseIsSaidWithItsP() {
    VersionComparison comparison = compare("ridge@1.0.0", "ridge@2.0.0");
    assertTrue(comparison.verdict().startsWith("A better in RMSE of ridge by "), comparison.verdict());
    assertEquals(List.of("rmse", "mae"), comparison.rows().stream().map(VersionComparison.Row::metric).toList());
    assertTrue(comparison.rows().getFirst().p() < 0.05 && comparison.rows().getFirst().difference() > 0);
    assertTrue(
        comparison.tracks().stream().filter(t -> t.series().startsWith("ols")).allMatch(t -> t.relative()[0] == 0));
    assertEquals(2, comparison.divergence().differences().getFirst().step(),
        "ols has the first step, ridge the second");
  }

  @Test
  void whatIsNotThereIsRefusedBeforeARunBegins() {
    String text = assertThrows(ConfigException.class, () -> compare("ridge@1.0.0", "ridge@9.9.9")).getMessage();
    assertTrue(text.startsWith("model.ridge: no version 9.9.9 of 'ridge'"), text);
    assertThrows(ConfigException.class, () -> compare("ridge@1.0.0", "rigde"));
    assertEquals(List.of(), store.list());
  }

  @Test
  void aVersionThatFailsIsNotComparedWithTheOneThatTookItsPlace() {
    String text = assertThrows(RefusedException.class, () -> compare("ridge@1.0.0", "ridge@3.0.0")).getMessage();
    assertTrue(text.startsWith("ab: ridge@3.0.0 (ansatz.replay 3.0.0) could not do step 2 of run "), text);
    assertTrue(text.contains(" and was rolled back (step 2: java.lang.IllegalStateException: out of luck)"), text);
  }

  @Test
  void aSideThatWasStoppedBeforeItBeganGoesOnWithItsPart() {
    Replacement planned = new Replacement("model.ridge", "ridge@2.0.0", true, "ada", "B");
    RunRow stopped = fixture.runner.run(fixture.prepare(SmallExperiments.REGRESSION), folder, List.of(),
        List.of(new Replacement.Planned(1, planned)), new Watcher() {
          @Override
          public boolean stopRequested() {
            return true;
          }
        });
    assertEquals(List.of(), store.swaps(stopped.id()));
    RunRow row = fixture.runner.resume(stopped.id(), RunnerFixture.stopAfter(4, notices));
    assertEquals("2.0.0", version(read(row.id())));
    assertEquals("2.0.0", version(read(fixture.runner.resume(row.id(), new Watcher() {
    }).id())));
    assertEquals(1, store.swaps(row.id()).size());
  }

  @Test
  void aStoppedSideIsNotCompared() {
    RefusedException refused = assertThrows(RefusedException.class,
        () -> comparer.compare(fixture.write(SmallExperiments.REGRESSION), List.of(), "model.ridge", "ridge@1.0.0",
            "ridge@1.0.1",
            new Watcher() {
              @Override
              public boolean stopRequested() {
                return true;
              }
            }));
    RunRow stopped = store.list().getFirst();
    assertTrue(refused.getMessage().contains("ansatz resume " + stopped.name()), refused.getMessage());
    assertEquals(1, store.list().size());
  }
}
