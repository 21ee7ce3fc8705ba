package ansatz.store.sqlite.internal;

import ansatz.experiment.Home;
import ansatz.experiment.RunException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Set;
import org.sqlite.SQLiteException;

/** What an error of SQLite means to a person, and its cure. */
final class Failure {
  private Failure() {}

  static RunException of(SQLException e, Home home) {
    Path file = home.database();
    return new RunException(switch (code(e)) {
      case 13 -> "the disk of " + home.folder() + " is full: this was not recorded, everything before is kept. "
          + "Free space, then resume the run";
      case 3, 8, 14, 23 -> file + " cannot be written (" + reason(e) + "): nothing was recorded. "
          + "Make folder and file writable for you, or choose another home with ANSATZ_HOME=FOLDER";
      case 10 -> "the disk of " + home.folder() + " failed or is full (" + reason(e)
          + "): this was not recorded, everything before is kept. Free space or check the disk, then resume the run";
      case 5, 6 -> "another process kept " + file + " locked for too long: this was not recorded. "
          + "Look for a hanging process with `fuser " + file + "`, then try again";
      case 11,
          26 ->
        file + " is damaged (" + reason(e) + "); it was left as it is. Copy it away with its -wal file, then "
            + "restore a backup (ansatz.v*.sqlite beside it, or your own) or rescue what can be read with `sqlite3 "
            + file
            + " .recover | sqlite3 rescued.sqlite`";
      default -> file + ": " + reason(e);
    }, e);
  }

  /** Whether the disk is full, fails, or cannot be written. */
  static boolean isOfDisk(SQLException e) {
    return Set.of(3, 8, 10, 13, 14, 23).contains(code(e));
  }

  /** SQLite's primary code, which an extended one carries in its low byte. */
  private static int code(SQLException e) {
    return e instanceof SQLiteException s ? s.getResultCode().code & 0xff : 0;
  }

  private static String reason(SQLException e) {
    return e.getMessage() == null ? e.toString() : e.getMessage().replaceAll("\\s+", " ").strip();
  }
}
