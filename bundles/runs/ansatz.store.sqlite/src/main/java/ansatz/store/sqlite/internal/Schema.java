package ansatz.store.sqlite.internal;

import ansatz.experiment.Disk;
import ansatz.experiment.Home;
import ansatz.experiment.RefusedException;
import ansatz.experiment.RunException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/**
 * The tables and their history: script n turns version n-1 into version n, and the database's {@code user_version} says
 * which it has. A new version is one more file {@code schema-n.sql} and one more in {@link #CURRENT}'s count.
 *
 * @param scripts in order
 */
public record Schema(List<String> scripts) {
  /** The schema of this bundle. */
  public static final Schema CURRENT = new Schema(List.of(script(1), script(2)));

  /** {@code ANSZ}, which the first script writes into the header. */
  private static final int APPLICATION = 0x414E535A;

  private static String script(int version) {
    try (InputStream in = Schema.class.getResourceAsStream("schema-" + version + ".sql")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  int version() {
    return scripts.size();
  }

  /** Brings the database to this version, after a backup of what it was. */
  void migrate(Link link, Home home, int busyMillis) throws SQLException {
    refuseForeign(link, home);
    int found = versionOf(link);
    if (found == version()) {
      return;
    }
    refuseNewer(found, home);
    useWriteAheadLog(link, busyMillis);
    link.script("BEGIN IMMEDIATE");
    found = versionOf(link);
    refuseNewer(found, home);
    if (found > 0 && found < version()) {
      backUp(home, found, busyMillis);
    }
    for (int next = found + 1; next <= version(); next++) {
      link.script(scripts.get(next - 1));
      link.script("PRAGMA user_version = " + next);
    }
    link.script("COMMIT");
  }

  /** For a disk on which nothing can be migrated. */
  void requireMigrated(Link link, Home home) throws SQLException {
    refuseForeign(link, home);
    int found = versionOf(link);
    refuseNewer(found, home);
    if (found < version()) {
      throw new RunException(
          home.database() + " has version " + found + " and is read only once it has been brought to "
              + version() + ", but its disk is full or cannot be written: free space or make it writable");
    }
  }

  /** Inside a writing transaction: no other process has migrated the database since it was opened. */
  void requireCurrent(Link link, Home home) throws SQLException {
    refuseNewer(versionOf(link), home);
  }

  private void refuseNewer(int found, Home home) {
    if (found > version()) {
      throw new RefusedException("the home " + home.folder() + " has version " + found + ", this Ansatz knows up to "
          + version()
          + ": use the newer Ansatz, or another home with ANSATZ_HOME=FOLDER (the home as it was before is in "
          + home.folder().resolve("ansatz.v" + version() + ".sqlite") + ", if it was ever of this version)");
    }
  }

  /** One query, so that another process cannot create the tables in the midst of it. */
  private static void refuseForeign(Link link, Home home) throws SQLException {
    if (link
        .value("SELECT 1 FROM sqlite_schema, pragma_application_id WHERE application_id <> " + APPLICATION) != null) {
      throw new RefusedException(home.database() + " is an SQLite database of another program: "
          + "move it away, or choose another home with ANSATZ_HOME=FOLDER");
    }
  }

  private static int versionOf(Link link) throws SQLException {
    return Integer.parseInt(link.value("PRAGMA user_version"));
  }

  /** SQLite does not wait for other connections here as it does elsewhere, so this does. */
  private static void useWriteAheadLog(Link link, int busyMillis) throws SQLException {
    long deadline = System.nanoTime() + busyMillis * 1_000_000L;
    while (true) {
      try {
        String mode = link.value("PRAGMA journal_mode = WAL");
        if (!"wal".equals(mode)) {
          throw new RunException("this file system cannot hold a write-ahead log (journal mode stays " + mode
              + "): choose a home on a local disk with ANSATZ_HOME=FOLDER");
        }
        return;
      } catch (SQLiteException e) {
        if (e.getResultCode() != SQLiteErrorCode.SQLITE_BUSY || System.nanoTime() > deadline) {
          throw e;
        }
        LockSupport.parkNanos(5_000_000);
      }
    }
  }

  /** Called while the writing transaction is open, so that nothing can be added between backup and migration. */
  private static void backUp(Home home, int version, int busyMillis) throws SQLException {
    Path backup = home.folder().resolve("ansatz.v" + version + ".sqlite");
    for (int i = 2; Files.exists(backup); i++) {
      backup = home.folder().resolve("ansatz.v" + version + "-" + i + ".sqlite");
    }
    Path temp = backup.resolveSibling(backup.getFileName() + ".tmp");
    try (Link reader = Link.open(home.database(), busyMillis)) {
      Disk.SYSTEM.delete(temp);
      reader.update("VACUUM INTO ?", temp.toString());
      Disk.SYSTEM.force(temp);
      Disk.SYSTEM.rename(temp, backup);
      Disk.SYSTEM.forceFolder(home.folder());
    } catch (IOException e) {
      throw new RunException("no backup could be written to " + backup + ", so the home stays at version " + version
          + ": " + e.getMessage(), e);
    }
  }
}
