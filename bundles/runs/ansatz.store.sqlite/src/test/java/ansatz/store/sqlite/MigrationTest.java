package ansatz.store.sqlite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ansatz.experiment.ChainLink;
import ansatz.experiment.Home;
import ansatz.experiment.LedgerEntry;
import ansatz.experiment.Point;
import ansatz.experiment.RunRow;
import ansatz.experiment.RunState;
import ansatz.experiment.RunStore.Checkpoint;
import ansatz.experiment.RunStore.Progress;
import ansatz.experiment.Source;
import ansatz.store.sqlite.internal.Database;
import ansatz.store.sqlite.internal.Schema;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A home of version 1, with runs in it, under this version. */
final class MigrationTest {
  private static final String TIME = "'2026-01-31T10:15:02.000000000Z'";

  @TempDir
  Path folder;

  private Home home;

  @BeforeEach
  void homeOfVersion1() {
    home = new Home(folder);
    Schema one = new Schema(Schema.CURRENT.scripts().subList(0, 1));
    try (Database database = new Database(home, one, 1000)) {
      database.write(link -> {
        for (String sql : List.of("INSERT INTO runs VALUES (1, 'r-1', 'ended', 'e', 's', 'FINISHED', 2, 2, " + TIME
            + ", " + TIME + ", 1.5, 4609434218613702656, 'd', 'rmse 1', '')",
            "INSERT INTO runs VALUES (2, 'r-2', 'crashed', 'e', 's', 'RUNNING', 2, 9, " + TIME
                + ", NULL, 0.0, 0, 'd', '', '')",
            "INSERT INTO points SELECT key, 1, 'ridge/fold-1', 'rmse', 0.5, 4602678819172646912 FROM runs",
            "INSERT INTO points SELECT key, 2, 'ridge/fold-1', 'rmse', NULL, 9221120237041090560 FROM runs",
            "INSERT INTO timings SELECT key, 1, 'ridge fold 1/1', 0.5, 4602678819172646912 FROM runs",
            "INSERT INTO sources VALUES (1, 'f8eee3e6700cd2c26df65f5fb94d754c3d94c0d17203540043817d19c15a0ccd', 'ansatz.regression', '1.0.0', 'ab')",
            "INSERT INTO wiring VALUES (1, 'ansatz.linalg@1.0.0', 'cd')",
            "INSERT INTO ledger SELECT key, 1, 'model', 0, 2, 'ridge', 1, 'ada', 'start' FROM runs",
            "INSERT INTO checkpoints VALUES (2, 'c-1', 1, 100, 'aa')")) {
          link.update(sql);
        }
        return null;
      });
    }
  }

  @Test
  void allThatWasRecordedIsThere() {
    try (SqliteRunStore store = new SqliteRunStore(home)) {
      assertEquals(List.of("crashed", "ended"), store.list().stream().map(RunRow::name).toList());
      assertEquals(List.of(new Point(1, "ridge/fold-1", "rmse", 0.5), new Point(2, "ridge/fold-1", "rmse", Double.NaN)),
          store.points("r-1"));
      assertEquals(1, store.timings("r-1").size());
      assertEquals(List.of(entry(2)), store.ledger("r-1"));
      assertEquals(List.of(new Checkpoint(1, "c-1", 100, "aa")), store.checkpoints("r-2"));
      assertEquals(List.of(), store.swaps("r-2"));
      assertEquals(List.of(), store.chain("r-1"));
      assertEquals(2, store.usage("ansatz.linalg", "1.0.0").size());
      assertTrue(Files.exists(folder.resolve("ansatz.v1.sqlite")), "backup");
    }
    try (SqliteBundleCatalogue catalogue = new SqliteBundleCatalogue(home)) {
      assertEquals(List.of(), catalogue.generations());
    }
  }

  @Test
  void runsOlderThanChainsAreANoteUntilTheyAreTakenOver() {
    try (SqliteRunStore store = new SqliteRunStore(home)) {
      assertNote(store, "of 2 runs");
      store.create(Child.run("r-3"));
      assertNote(store, "of 2 runs");
      store.update(new RunRow("r-2", "", "", "", RunState.RUNNING, 0, 0, null, null, 0, "", "", ""));
      assertNote(store, "of 1 run (");
      store.checkpoint("r-2", new Checkpoint(4, "c-4", 100, "aa"),
          new Progress(4, 9, Child.points(4), List.of(), List.of(entry(4))));
      store.checkpoint("r-2", new Checkpoint(6, "c-6", 100, "aa"), Child.progress(6));
      assertNote(store, "of 1 run (");
      List<ChainLink> chain = store.chain("r-2");
      assertTrue(chain.getFirst().body().contains("taken over"), chain.toString());
      assertEquals(List.of(entry(4)), store.ledger("r-2"));
      assertTrue(store.homeChain().getFirst().body().contains("\"runs\":2"), store.homeChain().toString());
    }
  }

  private static void assertNote(SqliteRunStore store, String said) {
    List<String> findings = store.verify(List.of());
    assertEquals(1, findings.size(), findings.toString());
    assertTrue(findings.getFirst().startsWith("note: ") && findings.getFirst().contains(said), findings.toString());
  }

  @Test
  void whatIsDoneToThemOutsideTheStoreIsFound() {
    try (SqliteRunStore store = new SqliteRunStore(home)) {
      store.create(Child.run("r-3"));
      store.update(new RunRow("r-2", "", "", "", RunState.RUNNING, 0, 0, null, null, 0, "", "", ""));
    }
    try (Database database = new Database(home)) {
      database.write(link -> link.update("UPDATE points SET bits = 0 WHERE run = 2 AND step = 1"));
      database.write(link -> link.update("UPDATE runs SET id = 'r-0', name = 'other' WHERE key = 1"));
    }
    try (SqliteRunStore store = new SqliteRunStore(home)) {
      String findings = store.verify(List.of()).toString();
      assertTrue(findings.contains("run crashed (r-2), link 1: points 1 to 2"), findings);
      assertTrue(findings.contains("2 runs were there before there were chains, here are 2 others"), findings);
    }
  }

  private static LedgerEntry entry(long to) {
    return new LedgerEntry("model", 1, to, "ridge",
        new Source("ansatz.regression", "1.0.0", "ab", new TreeMap<>(Map.of("ansatz.linalg@1.0.0", "cd"))),
        "ada", "start");
  }
}
