package ansatz.store.sqlite;

import ansatz.experiment.ConfigException;
import ansatz.experiment.Home;
import ansatz.experiment.LedgerEntry;
import ansatz.experiment.Point;
import ansatz.experiment.RefusedException;
import ansatz.experiment.RunException;
import ansatz.experiment.RunRow;
import ansatz.experiment.RunState;
import ansatz.experiment.RunStore;
import ansatz.experiment.Source;
import ansatz.experiment.Timing;
import ansatz.learn.Name;
import ansatz.store.sqlite.internal.Database;
import ansatz.store.sqlite.internal.HomeFolder;
import ansatz.store.sqlite.internal.Link;
import ansatz.store.sqlite.internal.Schema;
import ansatz.store.sqlite.internal.Sources;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;

/**
 * Runs in one SQLite database per home, {@code ansatz.sqlite}: write-ahead log, forced to disk at every commit, any
 * number of processes. Nothing is opened before the first use.
 *
 * <p>The last step of a run never goes back: a resumed run that recomputes acknowledged steps does not unsay them.
 *
 * <p>Cost: a commit is one forced write of the log; reading p points is O(p).
 *
 * <p>Errors: {@link RefusedException} for a home on a network file system, of a newer version, or a name taken twice;
 * {@link ConfigException} for a run that is not there; {@link RunException} for a disk that is full, read-only or
 * damaged. Nothing was written in any of these cases.
 */
@Component(service = RunStore.class)
@Name("sqlite")
public final class SqliteRunStore implements RunStore, AutoCloseable {
  private static final int BUSY_MILLIS = 30_000;

  /** Checkpoints of a run: the newest, and the one before should its file turn out bad. */
  private static final int KEPT = 2;

  /** Always nine digits of a second, so that text sorts as time does. */
  private static final DateTimeFormatter INSTANT = new DateTimeFormatterBuilder().appendInstant(9).toFormatter();

  private static final String RUN = """
      SELECT id, name, experiment, source, state, step, total, created, ended, seconds_bits, config_digest, headline, \
      message FROM runs
      """;

  private static final String FORGET = "DELETE FROM checkpoints WHERE run = ? AND file = ?";

  private final Home home;
  private final Database database;

  /** The store of this process's home. */
  @Activate
  public SqliteRunStore() {
    this(Home.current());
  }

  public SqliteRunStore(Home home) {
    this.home = home;
    this.database = new Database(home, Schema.CURRENT, BUSY_MILLIS);
  }

  @Override
  public void create(RunRow run) {
    requireStorable(run);
    database.write(link -> {
      for (RunRow taken : link.query(RUN + "WHERE id IN (?1, ?2) OR name IN (?1, ?2)", SqliteRunStore::run, run.id(),
          run.name())) {
        throw new RefusedException("there is a run " + taken.id() + " named " + taken.name() + " in " + home.folder()
            + " already: give the new run (" + run.id() + ", " + run.name() + ") another id and name");
      }
      return link.update("""
          INSERT INTO runs (id, name, experiment, source, state, step, total, created, ended, seconds, seconds_bits,
            config_digest, headline, message) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""", run.id(),
          run.name(),
          run.experiment(), run.source(), run.state().name(), run.step(), run.total(), text(run.created()),
          text(run.ended()), run.seconds(), bits(run.seconds()), run.configDigest(), run.headline(), run.message());
    });
  }

  @Override
  public Optional<RunRow> find(String idOrName) {
    return database.read(link -> link
        .query(RUN + "WHERE id = ?1 OR name = ?1 ORDER BY id <> ?1", SqliteRunStore::run, idOrName).stream()
        .findFirst());
  }

  @Override
  public List<RunRow> list() {
    return database.read(link -> link.query(RUN + "ORDER BY created DESC, id DESC", SqliteRunStore::run));
  }

  @Override
  public void acknowledge(String runId, Progress progress) {
    database.write(link -> {
      record(link, key(link, runId), progress);
      return null;
    });
  }

  @Override
  public List<Checkpoint> checkpoint(String runId, Checkpoint checkpoint, Progress progress) {
    return database.write(link -> {
      long run = key(link, runId);
      // A file written anew under its old name replaces its row and must not be unlinked.
      link.update(FORGET, run, checkpoint.file());
      List<Checkpoint> present = checkpoints(link, run);
      List<Checkpoint> older = List.copyOf(present.subList(Math.min(KEPT - 1, present.size()), present.size()));
      for (Checkpoint c : older) {
        link.update(FORGET, run, c.file());
      }
      link.update("INSERT INTO checkpoints (run, file, step, bytes, sha256) VALUES (?, ?, ?, ?, ?)", run,
          checkpoint.file(), checkpoint.step(), checkpoint.bytes(), checkpoint.sha256());
      record(link, run, progress);
      return older;
    });
  }

  @Override
  public List<Checkpoint> checkpoints(String runId) {
    return database.read(link -> checkpoints(link, key(link, runId)));
  }

  @Override
  public void forget(String runId, Checkpoint checkpoint) {
    database.write(link -> link.update(FORGET, key(link, runId),
        checkpoint.file()));
  }

  @Override
  public void update(RunRow run) {
    requireStorable(run);
    database.write(link -> link.update(
        "UPDATE runs SET state = ?, headline = ?, message = ?, ended = ?, seconds = ?, seconds_bits = ? WHERE key = ?",
        run.state().name(), run.headline(), run.message(), text(run.ended()), run.seconds(), bits(run.seconds()),
        key(link, run.id())));
  }

  @Override
  public List<Point> points(String runId) {
    return database.read(link -> link.query(
        "SELECT step, series, metric, bits FROM points WHERE run = ? ORDER BY step, rowid",
        r -> new Point(r.getLong(1), r.getString(2), r.getString(3), Double.longBitsToDouble(r.getLong(4))),
        key(link, runId)));
  }

  @Override
  public List<Timing> timings(String runId) {
    return database.read(link -> link.query("SELECT step, label, bits FROM timings WHERE run = ? ORDER BY step",
        r -> new Timing(r.getLong(1), r.getString(2), Double.longBitsToDouble(r.getLong(3))), key(link, runId)));
  }

  @Override
  public List<LedgerEntry> ledger(String runId) {
    return database.read(link -> {
      Map<Long, Source> sources = new HashMap<>();
      List<LedgerEntry> entries = new ArrayList<>();
      try (ResultSet r = link.bind("""
          SELECT slot, from_step, to_step, part, source, who, why FROM ledger WHERE run = ?
          ORDER BY from_step, slot, sequence""", key(link, runId)).executeQuery()) {
        while (r.next()) {
          long source = r.getLong(5);
          if (!sources.containsKey(source)) {
            sources.put(source, Sources.get(link, source));
          }
          entries.add(new LedgerEntry(r.getString(1), r.getLong(2), r.getLong(3), r.getString(4), sources.get(source),
              r.getString(6), r.getString(7)));
        }
      }
      return entries;
    });
  }

  @Override
  public List<String> problems() {
    List<String> found = new ArrayList<>();
    try {
      for (String defect : database.defects()) {
        found.add(home.database() + ": " + defect + "; copy it away with its -wal file and restore a backup");
      }
    } catch (RunException | RefusedException e) {
      found.add(e.getMessage());
    }
    found.addAll(HomeFolder.warnings(home.folder()));
    return found;
  }

  @Override
  @Deactivate
  public void close() {
    database.close();
  }

  private static void record(Link link, long run, Progress progress) throws SQLException {
    link.update("UPDATE runs SET step = max(step, ?), total = ? WHERE key = ?", progress.step(), progress.total(), run);
    PreparedStatement point = link
        .bind("INSERT INTO points (run, step, series, metric, value, bits) VALUES (?, ?, ?, ?, ?, ?)");
    for (Point p : progress.points()) {
      point.setLong(1, run);
      point.setLong(2, p.step());
      point.setString(3, p.series());
      point.setString(4, p.metric());
      point.setDouble(5, p.value());
      point.setLong(6, bits(p.value()));
      point.executeUpdate();
    }
    for (Timing t : progress.timings()) {
      link.update("""
          INSERT INTO timings (run, step, label, seconds, bits) VALUES (?, ?, ?, ?, ?)
          ON CONFLICT (run, step) DO NOTHING""", run, t.step(), t.label(), t.seconds(), bits(t.seconds()));
    }
    for (LedgerEntry e : progress.ledger()) {
      enter(link, run, e, Sources.put(link, e.source()));
    }
  }

  /** Extends the entry of the same code, or appends one: what was said of acknowledged steps stays. */
  private static void enter(Link link, long run, LedgerEntry e, long source) throws SQLException {
    int extended = link.update("""
        UPDATE ledger SET to_step = max(to_step, ?)
        WHERE run = ? AND from_step = ? AND slot = ? AND part = ? AND source = ?""", e.toStep(), run, e.fromStep(),
        e.slot(), e.part(), source);
    if (extended == 0) {
      link.update(
          """
              INSERT INTO ledger (run, from_step, slot, sequence, to_step, part, source, who, why)
              SELECT ?1, ?2, ?3, count(*), ?4, ?5, ?6, ?7, ?8 FROM ledger WHERE run = ?1 AND from_step = ?2 AND slot = ?3""",
          run, e.fromStep(), e.slot(), e.toStep(), e.part(), source, e.who(), e.why());
    }
  }

  private static List<Checkpoint> checkpoints(Link link, long run) throws SQLException {
    return link.query("SELECT step, file, bytes, sha256 FROM checkpoints WHERE run = ? ORDER BY rowid DESC",
        r -> new Checkpoint(r.getLong(1), r.getString(2), r.getLong(3), r.getString(4)), run);
  }

  private long key(Link link, String runId) throws SQLException {
    List<Long> keys = link.query("SELECT key FROM runs WHERE id = ?", r -> r.getLong(1), runId);
    if (keys.isEmpty()) {
      throw new ConfigException(
          "there is no run with id " + runId + " in " + home.folder() + "; see them with `ansatz runs`");
    }
    return keys.getFirst();
  }

  private static RunRow run(ResultSet r) throws SQLException {
    return new RunRow(r.getString(1), r.getString(2), r.getString(3), r.getString(4), RunState.valueOf(r.getString(5)),
        r.getLong(6), r.getLong(7), instant(r.getString(8)), instant(r.getString(9)),
        Double.longBitsToDouble(r.getLong(10)), r.getString(11), r.getString(12), r.getString(13));
  }

  private static void requireStorable(RunRow run) {
    if (run.state() == RunState.CRASHED) {
      throw new IllegalArgumentException("state CRASHED of run " + run.id()
          + " is never stored: it is RUNNING without a holder of the run's lock");
    }
  }

  private static String text(Instant time) {
    return time == null ? null : INSTANT.format(time);
  }

  private static Instant instant(String text) {
    return text == null ? null : Instant.parse(text);
  }

  private static long bits(double x) {
    return Double.doubleToRawLongBits(x);
  }
}
