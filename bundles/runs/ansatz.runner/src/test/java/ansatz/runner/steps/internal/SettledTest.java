package ansatz.runner.steps.internal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ansatz.bundles.LiveBundles;
import ansatz.experiment.Disk;
import ansatz.experiment.Home;
import ansatz.experiment.Replacement;
import ansatz.experiment.RunException;
import ansatz.experiment.RunRow;
import ansatz.experiment.RunState;
import ansatz.experiment.RunStore;
import ansatz.experiment.Runner.Watcher;
import ansatz.fixtures.AlteredMixture;
import ansatz.fixtures.AlteredMixture.Way;
import ansatz.fixtures.RunnerFixture;
import ansatz.fixtures.SmallExperiments;
import ansatz.runner.LocalFixture;
import ansatz.store.sqlite.SqliteRunStore;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Caution costs something only as long as a swap is provisional. */
class SettledTest {
  private static final String LONG = SmallExperiments.MIXTURE.replace("{k: 2, tolerance: 0, maxSteps: 12}",
      "{k: 6, tolerance: 0, maxSteps: 120}");

  @TempDir
  Path folder;

  private int checkpoints;

  /** Counts checkpoints. */
  private RunStore counting(SqliteRunStore store) {
    return (RunStore) Proxy.newProxyInstance(RunStore.class.getClassLoader(), new Class<?>[] {RunStore.class},
        (_, method, arguments) -> {
          checkpoints += method.getName().equals("checkpoint") ? 1 : 0;
          try {
            return method.invoke(store, arguments);
          } catch (InvocationTargetException e) {
            throw e.getCause();
          }
        });
  }

  @Test
  void checkpointsAreRareAgainOnceASwapIsSettled() {
    System.setProperty("ansatz.acknowledge.millis", "0");
    try (SqliteRunStore store = new SqliteRunStore(new Home(folder))) {
      RunnerFixture fixture = LocalFixture.open(folder, counting(store), Disk.SYSTEM, AlteredMixture.registry());
      List<String> notices = new ArrayList<>();
      RunRow calm = fixture.run(LONG, new Watcher() {
      });
      assertTrue(calm.step() - start(store, calm) > 2 * Incumbents.STEPS, calm.toString());
      int few = checkpoints;
      checkpoints = 0;
      long step = start(store, calm) + 1;
      RunRow row = fixture.runner.run(fixture.prepare(LONG), folder.resolve("experiment.yaml"), List.of(), List.of(
          new Replacement.Planned(step,
              new Replacement(AlteredMixture.SLOT, AlteredMixture.part(Way.SAME), false, "ada", ""))),
          new Watcher() {
            @Override
            public void notice(String line) {
              notices.add(line);
            }
          });
      assertEquals(RunState.FINISHED, row.state());
      assertArrayEquals(fixture.file(calm, "result.json"), fixture.file(row, "result.json"));
      assertEquals("settled model.gaussian-mixture: 'gaussian-mixture' of ansatz.regression 1.0.1 after step "
          + (step + Incumbents.STEPS) + ", its incumbent is no longer kept", notices.getLast());
      assertTrue(checkpoints > few && checkpoints <= few + 2 + Incumbents.STEPS, few + " and " + checkpoints);
    } finally {
      System.clearProperty("ansatz.acknowledge.millis");
    }
  }

  @Test
  void aCatalogueThatCannotBeReadKeepsASwapProvisionalAndTheRunAlive() {
    try (SqliteRunStore store = new SqliteRunStore(new Home(folder))) {
      RunnerFixture fixture = LocalFixture.open(folder, store, Disk.SYSTEM, AlteredMixture.registry());
      int[] asked = new int[1];
      LocalFixture.live(fixture, (LiveBundles) Proxy.newProxyInstance(LiveBundles.class.getClassLoader(),
          new Class<?>[] {LiveBundles.class}, (_, method, _) -> {
            if (method.getName().equals("promoted") && asked[0]++ == 0) {
              return true;
            }
            throw new RunException("the disk is gone");
          }));
      List<String> notices = new ArrayList<>();
      RunRow row = fixture.runner.run(fixture.prepare(LONG), folder.resolve("experiment.yaml"), List.of(), List.of(
          new Replacement.Planned(0,
              new Replacement(AlteredMixture.SLOT, AlteredMixture.part(Way.SAME), false, "ada", ""))),
          new Watcher() {
            @Override
            public void notice(String line) {
              notices.add(line);
            }
          });
      assertEquals(RunState.FINISHED, row.state());
      assertTrue(asked[0] > 1 && notices.getLast().endsWith("cannot be read: the disk is gone"), notices.toString());
    }
  }

  private static long start(RunStore store, RunRow row) {
    return store.ledger(row.id()).stream().filter(e -> e.slot().equals(AlteredMixture.SLOT)).findFirst().orElseThrow()
        .fromStep() - 1;
  }
}
