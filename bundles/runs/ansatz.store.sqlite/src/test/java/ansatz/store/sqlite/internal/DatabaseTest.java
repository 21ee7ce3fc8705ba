package ansatz.store.sqlite.internal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ansatz.experiment.Home;
import ansatz.experiment.Point;
import ansatz.experiment.RefusedException;
import ansatz.experiment.RunException;
import ansatz.experiment.RunRow;
import ansatz.experiment.RunState;
import ansatz.experiment.RunStore.Progress;
import ansatz.store.sqlite.SqliteRunStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The file itself: versions, backups, and what is refused rather than overwritten. */
final class DatabaseTest {
  private static final String VERSION_1 = "PRAGMA application_id = 0x414E535A; CREATE TABLE t (x INTEGER)";
  private static final Schema ONE = new Schema(List.of(VERSION_1));
  private static final Schema TWO = new Schema(
      List.of(VERSION_1, "ALTER TABLE t ADD COLUMN y INTEGER; UPDATE t SET y = x"));
  private static final Schema BROKEN = new Schema(
      List.of(VERSION_1, "ALTER TABLE t ADD COLUMN y INTEGER; SELECT nonsense"));

  @TempDir
  Path folder;

  private Home home;

  @BeforeEach
  void home() {
    home = new Home(folder.resolve("home with ? and % and ü"));
  }

  @Test
  void nothingIsTouchedBeforeTheFirstUse() {
    try (Database database = open(ONE)) {
      assertFalse(Files.exists(home.folder()), "opened too early: " + database);
    }
  }

  @Test
  void anOlderHomeIsMigratedAfterABackup() throws Exception {
    put(ONE, 7);
    assertEquals(List.of(7), get(TWO, "y"));
    Path backup = home.folder().resolve("ansatz.v1.sqlite");
    try (Link link = Link.open(backup, 0)) {
      assertEquals("1", link.value("PRAGMA user_version"));
      assertEquals(List.of(7), link.query("SELECT x FROM t", r -> r.getInt(1)));
    }
    assertEquals(List.of(7), get(TWO, "y"), "a second start finds it as it should be");
  }

  @Test
  void aBackupIsNeverOverwritten() throws Exception {
    put(ONE, 7);
    Files.writeString(home.folder().resolve("ansatz.v1.sqlite"), "precious");
    get(TWO, "y");
    assertEquals("precious", Files.readString(home.folder().resolve("ansatz.v1.sqlite")));
    assertTrue(Files.size(home.folder().resolve("ansatz.v1-2.sqlite")) > 1000);
  }

  @Test
  void aMigrationThatFailsLeavesTheOlderVersion() throws Exception {
    put(ONE, 7);
    try (Database database = open(BROKEN)) {
      assertThrows(RunException.class, () -> database.read(link -> link.value("SELECT x FROM t")));
    }
    assertEquals(List.of(7), get(ONE, "x"));
  }

  @Test
  void aNewerHomeIsRefusedAlsoByWhoHadItOpen() throws Exception {
    try (Database old = open(ONE)) {
      old.write(link -> link.update("INSERT INTO t VALUES (7)"));
      assertEquals(List.of(7), get(TWO, "y"));
      String said = assertThrows(RefusedException.class,
          () -> old.write(link -> link.update("INSERT INTO t VALUES (8)")))
          .getMessage();
      assertTrue(said.contains("has version 2") && said.contains("up to 1") && said.contains("ANSATZ_HOME=FOLDER"),
          said);
    }
    try (Database old = open(ONE)) {
      assertThrows(RefusedException.class, old::defects);
    }
    assertEquals(List.of(7), get(TWO, "y"));
  }

  @Test
  void aDatabaseOfAnotherProgramIsRefused() throws Exception {
    Files.createDirectories(home.folder());
    try (Link link = Link.open(home.database(), 0)) {
      link.script("CREATE TABLE t (x INTEGER); PRAGMA user_version = 1");
    }
    byte[] before = Files.readAllBytes(home.database());
    try (Database database = open(ONE)) {
      String said = assertThrows(RefusedException.class, database::defects).getMessage();
      assertTrue(said.contains("of another program"), said);
    }
    assertArrayEquals(before, Files.readAllBytes(home.database()));
  }

  @Test
  void aDamagedFileIsNamedAndLeftAsItIs() throws Exception {
    put(ONE, 7);
    byte[] noDatabase = new byte[8192];
    Arrays.fill(noDatabase, (byte) 'x');
    Files.write(home.database(), noDatabase);
    try (Database database = open(ONE)) {
      String said = assertThrows(RunException.class, database::defects).getMessage();
      assertTrue(said.contains(home.database() + " is damaged") && said.contains("ansatz.v*.sqlite"), said);
      assertThrows(RunException.class, () -> database.write(link -> link.update("INSERT INTO t VALUES (8)")));
    }
    assertArrayEquals(noDatabase, Files.readAllBytes(home.database()));
  }

  @Test
  void damageInsideIsAProblem() throws Exception {
    try (SqliteRunStore store = new SqliteRunStore(home)) {
      store.create(new RunRow("r-1", "otter", "e", "s", RunState.RUNNING, 0, 1, Instant.EPOCH, null, 0, "d", "", ""));
      store.acknowledge("r-1",
          new Progress(1, 1, Collections.nCopies(20_000, new Point(1, "s", "m", 1)), List.of(), List.of()));
    }
    byte[] bytes = Files.readAllBytes(home.database());
    Arrays.fill(bytes, bytes.length / 2, bytes.length / 2 + 4096, (byte) 0x55);
    Files.write(home.database(), bytes);
    try (SqliteRunStore store = new SqliteRunStore(home)) {
      assertEquals(1, store.list().size(), "what is sound can still be read");
      assertTrue(store.problems().toString().contains(home.database().toString()), store.problems().toString());
    }
  }

  @Test
  void aLogWithoutItsDatabaseIsNotThrownAway() throws Exception {
    Files.createDirectories(home.folder());
    Path log = Files.writeString(home.folder().resolve("ansatz.sqlite-wal"), "precious");
    try (Database database = open(ONE)) {
      String said = assertThrows(RunException.class, database::defects).getMessage();
      assertTrue(said.contains("missing or empty") && said.contains(log.toString()), said);
    }
    assertEquals("precious", Files.readString(log));
  }

  @Test
  void aFileRemovedWhileInUseIsNoticedByTheNextWrite() throws Exception {
    try (Database database = open(ONE)) {
      database.write(link -> link.update("INSERT INTO t VALUES (7)"));
      Path away = folder.resolve("away");
      Files.move(home.database(), away);
      String said = assertThrows(RunException.class,
          () -> database.write(link -> link.update("INSERT INTO t VALUES (8)")))
          .getMessage();
      assertTrue(said.contains("was removed or replaced"), said);
      Files.move(away, home.database());
      database.write(link -> link.update("INSERT INTO t VALUES (9)"));
      assertEquals(List.of(7, 9), database.read(link -> link.query("SELECT x FROM t", r -> r.getInt(1))));
    }
  }

  @Test
  void aLockHeldTooLongIsSaid() {
    try (Database holder = open(ONE); Database waiter = new Database(home, ONE, 50)) {
      waiter.read(link -> link.value("SELECT x FROM t"));
      holder.write(link -> {
        link.update("INSERT INTO t VALUES (7)");
        String said = assertThrows(RunException.class, () -> waiter.write(l -> l.update("INSERT INTO t VALUES (8)")))
            .getMessage();
        assertTrue(said.contains("another process kept"), said);
        return null;
      });
      waiter.write(l -> l.update("INSERT INTO t VALUES (9)"));
    }
  }

  @Test
  void afterClosingItSaysSo() {
    Database database = open(ONE);
    database.defects();
    database.close();
    assertThrows(IllegalStateException.class, database::defects);
    assertThrows(IllegalStateException.class, () -> database.write(link -> null));
  }

  @Test
  void everyCommitIsForcedToDisk() {
    List<String> pragmas = new ArrayList<>();
    try (Database database = open(ONE)) {
      database.write(link -> pragmas.addAll(List.of(link.value("PRAGMA journal_mode"), link.value("PRAGMA synchronous"),
          link.value("PRAGMA foreign_keys"), link.value("PRAGMA application_id"))));
    }
    assertEquals(List.of("wal", "2", "1", "1095652186"), pragmas);
  }

  private Database open(Schema schema) {
    return new Database(home, schema, 5_000);
  }

  private void put(Schema schema, int x) {
    try (Database database = open(schema)) {
      database.write(link -> link.update("INSERT INTO t (x) VALUES (?)", x));
    }
  }

  private List<Integer> get(Schema schema, String column) {
    try (Database database = open(schema)) {
      return database.read(link -> link.query("SELECT " + column + " FROM t", r -> r.getInt(1)));
    }
  }
}
