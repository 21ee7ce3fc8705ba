package ansatz.runner.steps.internal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ansatz.data.Dataset;
import ansatz.data.Transform;
import ansatz.data.TransformFactory;
import ansatz.data.transforms.Standardize;
import ansatz.experiment.Disk;
import ansatz.experiment.Home;
import ansatz.experiment.PlainRegistry;
import ansatz.experiment.Replacement;
import ansatz.experiment.RunRow;
import ansatz.experiment.RunState;
import ansatz.experiment.Swap;
import ansatz.experiment.Trees;
import ansatz.fixtures.AlteredMixture;
import ansatz.fixtures.RunnerFixture;
import ansatz.fixtures.SmallExperiments;
import ansatz.learn.Metric;
import ansatz.learn.MetricFactory;
import ansatz.learn.Prediction;
import ansatz.learn.State;
import ansatz.learn.Target;
import ansatz.learn.Task;
import ansatz.metrics.LogLikelihood;
import ansatz.metrics.Rmse;
import ansatz.runner.LocalFixture;
import ansatz.runner.supervision.internal.Supervisor;
import ansatz.store.sqlite.SqliteRunStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What fails in the middle of a cell or of a fold is taken back there, however rarely its slot can be swapped. */
class TakeBackTest {
  private static final String METRIC = "metric.log-likelihood";
  private static final String TRANSFORM = "transform.standardize";

  @TempDir
  Path folder;

  private final PlainRegistry registry = SmallExperiments.registry();
  private SqliteRunStore store;
  private RunnerFixture fixture;
  private int fits;

  @BeforeEach
  void open() {
    store = new SqliteRunStore(new Home(folder));
    registry.with(MetricFactory.class, "log-likelihood", "2", new Scored(new LogLikelihood(), () -> {
      throw new IllegalStateException("out of luck");
    }));
    registry.with(MetricFactory.class, "rmse", "2", new Scored(new Rmse(), () -> Double.NaN));
    registry.with(TransformFactory.class, "standardize", "2", new Scaled());
    fixture = LocalFixture.open(folder, store, Disk.SYSTEM, registry);
  }

  @AfterEach
  void close() {
    store.close();
  }

  /** A metric of which every value is another one. */
  private record Scored(Metric real, DoubleSupplier value) implements MetricFactory, Metric {
    @Override
    public Class<? extends Metric> algorithm() {
      return real.getClass();
    }

    @Override
    public Class<? extends Record> config() {
      return real instanceof Rmse ? Rmse.Config.class : LogLikelihood.Config.class;
    }

    @Override
    public Metric create(Record config) {
      return new Scored(real, value);
    }

    @Override
    public Task task() {
      return real.task();
    }

    @Override
    public Better better() {
      return real.better();
    }

    @Override
    public String title() {
      return real.title();
    }

    @Override
    public double of(Target truth, Prediction prediction) {
      return value.getAsDouble();
    }
  }

  /** Standardizes, but fails from the second time on. */
  private final class Scaled implements TransformFactory {
    private final Standardize.Factory real = new Standardize.Factory();

    @Override
    public Class<? extends Transform> algorithm() {
      return Standardize.class;
    }

    @Override
    public Class<? extends Record> config() {
      return real.config();
    }

    @Override
    public Transform create(Record config) {
      Transform standardize = real.create(config);
      return new Transform() {
        @Override
        public State fit(Dataset training) {
          if (++fits > 1) {
            throw new IllegalStateException("out of luck");
          }
          return standardize.fit(training);
        }

        @Override
        public Dataset apply(State state, Dataset rows) {
          return standardize.apply(state, rows);
        }
      };
    }
  }

  private RunRow run(String yaml, long stop, Replacement.Planned... plan) {
    return fixture.runner.run(fixture.prepare(yaml), folder.resolve("experiment.yaml"), List.of(), List.of(plan),
        RunnerFixture.stopAfter(stop, new ArrayList<>()));
  }

  private static Replacement.Planned at(long step, String slot, String part) {
    return new Replacement.Planned(step, new Replacement(slot, part, false, "ada", ""));
  }

  private void assertSameResults(RunRow calm, RunRow row) {
    assertEquals(RunState.FINISHED, row.state());
    for (String name : List.of("result.json", "result.safetensors", "metrics.csv")) {
      assertArrayEquals(fixture.file(calm, name), fixture.file(row, name), name);
    }
  }

  private List<Swap.Kind> kinds(RunRow row) {
    return store.swaps(row.id()).stream().map(Swap::kind).toList();
  }

  /** The last step of k-means, after which the mixture begins. */
  private long begin(RunRow calm) {
    return store.ledger(calm.id()).stream().filter(e -> e.slot().equals(AlteredMixture.SLOT)).findFirst().orElseThrow()
        .fromStep() - 1;
  }

  @Test
  void aMetricThatThrowsAtTheEndOfAModelIsTakenBackThere() {
    RunRow calm = run(SmallExperiments.MIXTURE, -1);
    RunRow row = run(SmallExperiments.MIXTURE, -1, at(begin(calm), METRIC, "log-likelihood@2"));
    assertSameResults(calm, row);
    assertEquals(List.of(Swap.Kind.SWAPPED, Swap.Kind.ROLLED_BACK), kinds(row));
    Swap back = store.swaps(row.id()).getLast();
    assertEquals(calm.step() - 1, back.step());
    assertTrue(back.why().contains("out of luck") && back.detail().startsWith("in the middle of "), back.toString());
  }

  @Test
  void aMetricThatGivesNaNIsTakenBack() {
    RunRow calm = run(SmallExperiments.REGRESSION, -1);
    RunRow row = run(SmallExperiments.REGRESSION, -1, at(2, "metric.rmse", "rmse@2"));
    assertSameResults(calm, row);
    assertEquals(List.of(Swap.Kind.SWAPPED, Swap.Kind.ROLLED_BACK), kinds(row));
  }

  @Test
  void aTransformThatFailsUnderTheSecondModelOfAFoldIsTakenBackThere() {
    RunRow calm = run(SmallExperiments.REGRESSION, -1);
    RunRow stopped = run(SmallExperiments.REGRESSION, 3, at(2, TRANSFORM, "standardize@2"));
    RunRow row = fixture.runner.resume(stopped.id(), RunnerFixture.stopAfter(-1, new ArrayList<>()));
    assertSameResults(calm, row);
    assertEquals(List.of(Swap.Kind.SWAPPED, Swap.Kind.ROLLED_BACK), kinds(row));
    Swap back = store.swaps(row.id()).getLast();
    assertEquals(3, back.step());
    assertTrue(back.detail().endsWith("from step 4 on everything is made anew by 'standardize' of "
        + "ansatz.data.transforms 0"), back.detail());
  }

  @Test
  void aMetricThatHungIsOutAfterTheRestart() throws IOException {
    RunRow calm = run(SmallExperiments.MIXTURE, -1);
    RunRow stopped = run(SmallExperiments.MIXTURE, calm.step() - 1, at(begin(calm), METRIC, "log-likelihood@2"));
    Path restart = folder.resolve("runs").resolve(stopped.id()).resolve(Supervisor.FILE);
    Files.write(restart, Trees.json(Map.of("slot", METRIC, "part", "log-likelihood", "bundle",
        store.swaps(stopped.id()).getFirst().to().bundle(), "version", "2", "reason", "has not ended for 31 s", "step",
        calm.step())));
    RunRow row = fixture.runner.resume(stopped.id(), RunnerFixture.stopAfter(-1, new ArrayList<>()));
    assertSameResults(calm, row);
    assertEquals(List.of(Swap.Kind.SWAPPED, Swap.Kind.RESTARTED), kinds(row));
    assertFalse(Files.exists(restart));
  }
}
