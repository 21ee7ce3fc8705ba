package ansatz.runner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import ansatz.experiment.Disk;
import ansatz.experiment.Home;
import ansatz.experiment.RunException;
import ansatz.experiment.RunState;
import ansatz.experiment.RunStore;
import ansatz.experiment.Runner.Watcher;
import ansatz.fixtures.SmallExperiments;
import ansatz.store.sqlite.SqliteRunStore;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FailedRunTest {
  private static final RunException FULL = new RunException("disk full");

  @TempDir
  Path folder;

  /** As a timer does that has failed before: what it met then it throws again and again. */
  @Test
  void aStoreThatFailsTwiceWithTheSameExceptionIsToldAsItIs() {
    try (SqliteRunStore store = new SqliteRunStore(new Home(folder))) {
      assertSame(FULL, assertThrows(RunException.class,
          () -> LocalFixture.open(folder, full(store), Disk.SYSTEM).run(SmallExperiments.REGRESSION, new Watcher() {
          })));
      assertEquals(RunState.FAILED, store.list().getFirst().state());
      assertEquals("disk full", store.list().getFirst().message());
    }
  }

  /** The store, in which nothing more can be written but how the run ended. */
  private static RunStore full(SqliteRunStore store) {
    return (RunStore) Proxy.newProxyInstance(RunStore.class.getClassLoader(), new Class<?>[] {RunStore.class},
        (_, method, arguments) -> {
          if (method.getName().equals("acknowledge") || method.getName().equals("checkpoint")) {
            throw FULL;
          }
          try {
            return method.invoke(store, arguments);
          } catch (InvocationTargetException e) {
            throw e.getCause();
          }
        });
  }
}
