package ansatz.runner;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ansatz.experiment.Disk;
import ansatz.experiment.Home;
import ansatz.experiment.Replacement;
import ansatz.experiment.RunRow;
import ansatz.experiment.RunState;
import ansatz.experiment.RunStore;
import ansatz.experiment.Runner.Watcher;
import ansatz.runner.Altered.Way;
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
      Bench bench = new Bench(folder, counting(store), Disk.SYSTEM, Altered.registry());
      String yaml = Bench.MIXTURE.replace("{k: 2, tolerance: 0, maxSteps: 12}", "{k: 6, tolerance: 0, maxSteps: 120}");
      List<String> notices = new ArrayList<>();
      RunRow calm = bench.run(yaml, new Watcher() {
      });
      assertTrue(calm.step() - start(store, calm) > 2 * Incumbents.STEPS, calm.toString());
      int few = checkpoints;
      checkpoints = 0;
      long step = start(store, calm) + 1;
      RunRow row = bench.runner.run(bench.prepare(yaml), folder.resolve("experiment.yaml"), List.of(), List.of(
          new Replacement.Planned(step, new Replacement(Altered.SLOT, Altered.part(Way.SAME), false, "ada", ""))),
          new Watcher() {
            @Override
            public void notice(String line) {
              notices.add(line);
            }
          });
      assertEquals(RunState.FINISHED, row.state());
      assertArrayEquals(bench.file(calm, "result.json"), bench.file(row, "result.json"));
      assertEquals("settled model.gaussian-mixture: 'gaussian-mixture' of ansatz.regression 1.0.1 after step "
          + (step + Incumbents.STEPS) + ", its incumbent is no longer kept", notices.getLast());
      assertTrue(checkpoints > few && checkpoints <= few + 2 + Incumbents.STEPS, few + " and " + checkpoints);
    } finally {
      System.clearProperty("ansatz.acknowledge.millis");
    }
  }

  private static long start(RunStore store, RunRow row) {
    return store.ledger(row.id()).stream().filter(e -> e.slot().equals(Altered.SLOT)).findFirst().orElseThrow()
        .fromStep() - 1;
  }
}
