package ansatz.store.sqlite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ansatz.experiment.Home;
import ansatz.experiment.Point;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A write-ahead log whose end never reached the disk: the database opens and holds the transactions before the tear. */
final class TornLogTest {
  private static final int STRIDE = Integer.getInteger("ansatz.store.stride", 1_999);
  private static final int STEPS = 12;

  @TempDir
  Path folder;

  @Test
  void aTornLogHoldsAPrefixOfWhatWasAcknowledged() throws Exception {
    Path home = folder.resolve("home");
    try (Child child = Child.start(List.of(), home, "write", "r-1", "100000")) {
      for (int step = 1; step <= STEPS; step++) {
        assertEquals("acknowledged " + step, child.says());
      }
      child.kill();
    }
    byte[] database = Files.readAllBytes(home.resolve("ansatz.sqlite"));
    byte[] log = Files.readAllBytes(home.resolve("ansatz.sqlite-wal"));
    assertTrue(log.length > 10_000, "the log holds the transactions");
    long before = 0;
    for (int length = 0; length < log.length; length += STRIDE) {
      long steps = stepsAfter(database, Arrays.copyOf(log, length), length);
      assertTrue(steps >= before, "a longer log holds no less: " + before + " then " + steps + " at " + length);
      before = steps;
    }
    assertTrue(stepsAfter(database, log, log.length) >= STEPS);
  }

  private long stepsAfter(byte[] database, byte[] log, int name) throws Exception {
    Path home = Files.createDirectory(folder.resolve("torn-" + name));
    Files.write(home.resolve("ansatz.sqlite"), database);
    Files.write(home.resolve("ansatz.sqlite-wal"), log);
    try (SqliteRunStore store = new SqliteRunStore(new Home(home))) {
      long steps = 0;
      if (store.find("r-1").isPresent()) {
        steps = store.find("r-1").get().step();
        List<Point> points = store.points("r-1");
        assertEquals(ProcessesTest.expected(steps), points, "at " + name);
        store.acknowledge("r-1", Child.progress(steps + 1));
      }
      return steps;
    }
  }
}
