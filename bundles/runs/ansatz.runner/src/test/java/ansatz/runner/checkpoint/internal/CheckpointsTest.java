package ansatz.runner.checkpoint.internal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ansatz.experiment.Disk;
import ansatz.experiment.Home;
import ansatz.experiment.Point;
import ansatz.experiment.RunException;
import ansatz.experiment.RunRow;
import ansatz.experiment.RunStore.Checkpoint;
import ansatz.experiment.Runner.Watcher;
import ansatz.experiment.Work.StepReport;
import ansatz.fixtures.RunnerFixture;
import ansatz.fixtures.SmallExperiments;
import ansatz.runner.LocalFixture;
import ansatz.store.sqlite.SqliteRunStore;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files of checkpoints that are torn, changed, missing or too many. */
class CheckpointsTest {
  @TempDir
  Path folder;

  private SqliteRunStore store;
  private RunnerFixture fixture;
  private RunRow whole;
  private RunRow stopped;

  @BeforeEach
  void stopInTheMiddle() {
    System.setProperty("ansatz.acknowledge.millis", "0");
    System.setProperty("ansatz.checkpoint.millis", "0");
    store = new SqliteRunStore(new Home(folder));
    fixture = LocalFixture.open(folder, store, Disk.SYSTEM);
    whole = fixture.run(SmallExperiments.MIXTURE, new Watcher() {
    });
    stopped = fixture.run(SmallExperiments.MIXTURE, new Watcher() {
      private long seen;

      @Override
      public void stepped(StepReport report, long done, long total) {
        seen = done;
      }

      @Override
      public boolean stopRequested() {
        return seen == whole.step() - 3;
      }
    });
  }

  @AfterEach
  void close() {
    System.clearProperty("ansatz.acknowledge.millis");
    System.clearProperty("ansatz.checkpoint.millis");
    store.close();
  }

  private Path run() {
    return folder.resolve("runs").resolve(stopped.id());
  }

  private List<String> resume() {
    List<String> notices = new ArrayList<>();
    RunRow row = fixture.runner.resume(stopped.name(), new Watcher() {
      @Override
      public void notice(String line) {
        notices.add(line);
      }
    });
    assertArrayEquals(fixture.file(whole, "result.json"), fixture.file(row, "result.json"));
    assertArrayEquals(fixture.file(whole, "metrics.csv"), fixture.file(row, "metrics.csv"));
    return notices;
  }

  @Test
  void twoAreKept() {
    assertEquals(2, store.checkpoints(stopped.id()).size());
  }

  @Test
  void aTornFileFallsBackToTheOneBeforeAloud() throws IOException {
    Path newest = run().resolve(store.checkpoints(stopped.id()).getFirst().file());
    Files.write(newest, java.util.Arrays.copyOf(Files.readAllBytes(newest), (int) Files.size(newest) / 2));
    List<String> notices = resume();
    assertEquals(1, notices.size());
    assertTrue(notices.getFirst().contains("is not valid") && notices.getFirst().contains("going back"));
  }

  @Test
  void aSingleChangedBitIsNoticed() throws IOException {
    Path newest = run().resolve(store.checkpoints(stopped.id()).getFirst().file());
    byte[] content = Files.readAllBytes(newest);
    content[content.length - 1] ^= 1;
    Files.write(newest, content);
    List<String> notices = resume();
    assertEquals(1, notices.size(), "the changed checkpoint was taken for good");
    assertTrue(notices.getFirst().contains("not those that were acknowledged"));
  }

  @Test
  void withNoneLeftTheRunStartsAgainAloud() throws IOException {
    for (Checkpoint checkpoint : store.checkpoints(stopped.id())) {
      Files.delete(run().resolve(checkpoint.file()));
    }
    assertTrue(resume().getLast().contains("starting again from the first step"));
  }

  @Test
  void filesThatNoRowSpeaksOfAreSwept() throws IOException {
    Path orphan = Files.writeString(run().resolve("checkpoint-99.safetensors"), "x");
    Path temp = Files.writeString(run().resolve("checkpoint-100.safetensors.tmp"), "x");
    resume();
    assertFalse(Files.exists(orphan) || Files.exists(temp));
  }

  @Test
  void everyFailingDiskOperationFailsTheRunLoudlyAndLosesNothing() {
    for (String operation : List.of("write", "force", "rename", "forceFolder", "read")) {
      Disk failing = (Disk) Proxy.newProxyInstance(Disk.class.getClassLoader(), new Class<?>[] {Disk.class},
          (proxy, method, arguments) -> {
            if (method.getName().equals(operation) && String.valueOf(arguments[0]).contains(
                operation.equals("forceFolder") ? stopped.id() : "checkpoint-")) {
              throw new IOException("No space left on device");
            }
            return method.isDefault()
                ? java.lang.reflect.InvocationHandler.invokeDefault(proxy, method, arguments)
                : method.invoke(Disk.SYSTEM, arguments);
          });
      RunnerFixture sick = LocalFixture.open(folder, store, failing);
      RunException e = assertThrows(RunException.class, () -> sick.runner.resume(stopped.name(), new Watcher() {
      }),
          operation);
      assertTrue(e.getMessage().contains("No space left on device") || operation.equals("read"), e.getMessage());
      RunRow row = store.find(stopped.id()).orElseThrow();
      assertTrue(store.points(row.id()).stream().mapToLong(Point::step).max().orElse(0) > 0);
      assertEquals(row.step(), store.timings(row.id()).getLast().step(),
          "steps were acknowledged without what they gave");
    }
    resume();
  }
}
