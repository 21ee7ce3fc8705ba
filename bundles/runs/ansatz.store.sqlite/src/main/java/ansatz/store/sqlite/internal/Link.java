package ansatz.store.sqlite.internal;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.sqlite.SQLiteConfig;

/** One connection with its prepared statements; used by one thread at a time. */
public final class Link implements AutoCloseable {
  private final Connection connection;
  private final Map<String, PreparedStatement> prepared = new HashMap<>();

  private final Access access;

  private Link(Connection connection, Access access) {
    this.connection = connection;
    this.access = access;
  }

  /** Opens the database to share it with other processes, creating an empty one where there is none. */
  static Link open(Path file, int busyMillis) throws SQLException {
    return open(file, busyMillis, Access.SHARED);
  }

  static Link open(Path file, int busyMillis, Access access) throws SQLException {
    SQLiteConfig config = new SQLiteConfig();
    config.setBusyTimeout(busyMillis);
    config.enforceForeignKeys(true);
    config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
    if (access == Access.ALONE) {
      config.setLockingMode(SQLiteConfig.LockingMode.EXCLUSIVE);
    }
    config.setReadOnly(access == Access.STILL);
    // The driver itself, since DriverManager does not see it across bundles; a URI, since a path may hold ? or %.
    String uri = "jdbc:sqlite:" + file.toUri() + (access == Access.STILL ? "?immutable=1" : "");
    return new Link(config.createConnection(uri), access);
  }

  Access access() {
    return access;
  }

  /** The statement, prepared once, with its arguments bound. */
  public PreparedStatement bind(String sql, Object... arguments) throws SQLException {
    PreparedStatement statement = prepared.get(sql);
    if (statement == null) {
      statement = connection.prepareStatement(sql);
      prepared.put(sql, statement);
    }
    for (int i = 0; i < arguments.length; i++) {
      statement.setObject(i + 1, arguments[i]);
    }
    return statement;
  }

  /** Inserts, updates or deletes; returns how many rows. */
  public int update(String sql, Object... arguments) throws SQLException {
    return bind(sql, arguments).executeUpdate();
  }

  /** All rows of a query. */
  public <T> List<T> query(String sql, Row<T> row, Object... arguments) throws SQLException {
    try (ResultSet rows = bind(sql, arguments).executeQuery()) {
      List<T> all = new ArrayList<>();
      while (rows.next()) {
        all.add(row.read(rows));
      }
      return all;
    }
  }

  /** Runs a script of statements without arguments. */
  void script(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.executeUpdate(sql);
    }
  }

  /** The first value of a statement that gives a row, such as a pragma; not kept prepared. */
  String value(String sql) throws SQLException {
    try (Statement statement = connection.createStatement(); ResultSet rows = statement.executeQuery(sql)) {
      return rows.next() ? rows.getString(1) : null;
    }
  }

  /** Closing rolls back what was not committed. */
  @Override
  public void close() throws SQLException {
    connection.close();
  }

  /** What becomes of the row on which the result stands. */
  @FunctionalInterface
  public interface Row<T> {
    T read(ResultSet row) throws SQLException;
  }

  /** How a connection shares the file, in the order in which a reader tries them. */
  enum Access {
    /** With any other process, through files beside the database. */
    SHARED,
    /** With nobody, and with no more files: for a full disk. */
    ALONE,
    /** As a file that does not change, without its log: for a disk that may only be read. */
    STILL
  }
}
