package ansatz.store.sqlite.internal;

import ansatz.bundles.BundleVersion;
import ansatz.bundles.Generation;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Rows of the tables {@code bundles}, {@code generations} and {@code promoted}. */
public final class BundleRows {
  private static final String SELECT = "SELECT name, version, sha256, state, bytes, installed, who FROM bundles ";

  private BundleRows() {}

  /** In no order that a person would expect of versions. */
  public static List<BundleVersion> all(Link link) throws SQLException {
    return link.query(SELECT + "ORDER BY name, version", BundleRows::version);
  }

  public static Optional<BundleVersion> find(Link link, String name, String version) throws SQLException {
    return link.query(SELECT + "WHERE name = ? AND version = ?", BundleRows::version, name, version).stream()
        .findFirst();
  }

  private static BundleVersion version(ResultSet r) throws SQLException {
    return new BundleVersion(r.getString(1), r.getString(2), r.getString(3),
        BundleVersion.State.valueOf(r.getString(4)), r.getLong(5), Times.instant(r.getString(6)), r.getString(7));
  }

  public static void insert(Link link, BundleVersion v) throws SQLException {
    link.update("""
        INSERT INTO bundles (name, version, sha256, state, bytes, installed, who) VALUES (?, ?, ?, ?, ?, ?, ?)""",
        v.name(), v.version(), v.sha256(), v.state().name(), v.bytes(), Times.text(v.installed()), v.who());
  }

  public static void state(Link link, String name, String version, BundleVersion.State state) throws SQLException {
    link.update("UPDATE bundles SET state = ? WHERE name = ? AND version = ?", state.name(), name, version);
  }

  /** Newest first. */
  public static List<Generation> generations(Link link) throws SQLException {
    return generations(link, "");
  }

  public static Optional<Generation> generation(Link link, long number) throws SQLException {
    return generations(link, "WHERE g.number = ? ", number).stream().findFirst();
  }

  public static Optional<Generation> newest(Link link) throws SQLException {
    return generations(link, "WHERE g.number = (SELECT MAX(number) FROM generations) ").stream().findFirst();
  }

  /** The newest that is known to start. */
  public static Optional<Generation> newestGood(Link link) throws SQLException {
    return generations(link, "WHERE g.number = (SELECT MAX(number) FROM generations WHERE state = 'GOOD') ").stream()
        .findFirst();
  }

  /** A row for each promoted version; one with nulls where there are none. */
  private static List<Generation> generations(Link link, String where, Object... arguments) throws SQLException {
    Map<Long, Generation> byNumber = new LinkedHashMap<>();
    link.query("""
        SELECT g.number, g.state, g.process, g.created, g.who, g.what, p.bundle, p.version
        FROM generations g LEFT JOIN promoted p ON p.generation = g.number
        """ + where + "ORDER BY g.number DESC", BundleRows::row, arguments)
        .forEach(row -> byNumber.merge(row.number(), row, BundleRows::joined));
    return List.copyOf(byNumber.values());
  }

  private static Generation row(ResultSet r) throws SQLException {
    SortedMap<String, String> promoted = new TreeMap<>();
    if (r.getString(7) != null) {
      promoted.put(r.getString(7), r.getString(8));
    }
    return new Generation(r.getLong(1), promoted, Generation.State.valueOf(r.getString(2)), r.getString(3),
        Times.instant(r.getString(4)), r.getString(5), r.getString(6));
  }

  private static Generation joined(Generation g, Generation more) {
    SortedMap<String, String> promoted = new TreeMap<>(g.promoted());
    promoted.putAll(more.promoted());
    return new Generation(g.number(), promoted, g.state(), g.process(), g.created(), g.who(), g.what());
  }

  public static void insert(Link link, Generation g) throws SQLException {
    link.update("INSERT INTO generations (number, state, process, created, who, what) VALUES (?, ?, ?, ?, ?, ?)",
        g.number(), g.state().name(), g.process(), Times.text(g.created()), g.who(), g.what());
    for (var promoted : g.promoted().entrySet()) {
      link.update("INSERT INTO promoted (generation, bundle, version) VALUES (?, ?, ?)", g.number(),
          promoted.getKey(), promoted.getValue());
    }
  }

  /** Returns whether there is such a generation and this is news of it. */
  public static boolean mark(Link link, long number, Generation.State state, String process) throws SQLException {
    return link.update("""
        UPDATE generations SET state = ?1, process = ?2
        WHERE number = ?3 AND (state <> ?1 OR process <> ?2)""", state.name(), process, number) > 0;
  }
}
