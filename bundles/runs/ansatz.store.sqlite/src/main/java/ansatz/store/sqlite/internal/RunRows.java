package ansatz.store.sqlite.internal;

import ansatz.experiment.RunRow;
import ansatz.experiment.RunState;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** Rows of the table {@code runs}. */
public final class RunRows {
  /** All columns of a {@link RunRow}; what follows says which rows. */
  public static final String SELECT = """
      SELECT id, name, experiment, source, state, step, total, created, ended, seconds_bits, config_digest, headline, \
      message, runs.key FROM runs
      """;

  private RunRows() {}

  /** What the other tables call a run, and what its chain is called. */
  public record Key(long key, String id, RunState state) {}

  public static Optional<Key> key(Link link, String id) throws SQLException {
    return link.query("SELECT key, state FROM runs WHERE id = ?",
        r -> new Key(r.getLong(1), id, RunState.valueOf(r.getString(2))), id).stream().findFirst();
  }

  /** By id. */
  static List<Key> keys(Link link) throws SQLException {
    return link.query("SELECT key, id, state FROM runs ORDER BY id",
        r -> new Key(r.getLong(1), r.getString(2), RunState.valueOf(r.getString(3))));
  }

  public static RunRow row(ResultSet r) throws SQLException {
    return new RunRow(r.getString(1), r.getString(2), r.getString(3), r.getString(4), RunState.valueOf(r.getString(5)),
        r.getLong(6), r.getLong(7), Times.instant(r.getString(8)), Times.instant(r.getString(9)),
        Double.longBitsToDouble(r.getLong(10)), r.getString(11), r.getString(12), r.getString(13));
  }

  public static RunRow get(Link link, long key) throws SQLException {
    return link.query(SELECT + "WHERE key = ?", RunRows::row, key).getFirst();
  }

  public static void insert(Link link, RunRow run) throws SQLException {
    link.update("""
        INSERT INTO runs (id, name, experiment, source, state, step, total, created, ended, seconds, seconds_bits,
          config_digest, headline, message) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""", run.id(), run.name(),
        run.experiment(), run.source(), run.state().name(), run.step(), run.total(), Times.text(run.created()),
        Times.text(run.ended()), run.seconds(), bits(run.seconds()), run.configDigest(), run.headline(), run.message());
  }

  public static void update(Link link, long key, RunRow run) throws SQLException {
    link.update(
        "UPDATE runs SET state = ?, headline = ?, message = ?, ended = ?, seconds = ?, seconds_bits = ? WHERE key = ?",
        run.state().name(), run.headline(), run.message(), Times.text(run.ended()), run.seconds(), bits(run.seconds()),
        key);
  }

  private static long bits(double x) {
    return Double.doubleToRawLongBits(x);
  }

  /** Runs of which no chain speaks, since they were made before there were chains, by id. */
  static List<String> withoutChain(Link link) throws SQLException {
    return link.query("SELECT id FROM runs WHERE NOT EXISTS (SELECT 1 FROM chains WHERE chain = id) ORDER BY id",
        r -> r.getString(1));
  }
}
