package ansatz.store.sqlite;

import ansatz.experiment.ChainLink;
import ansatz.experiment.ConfigException;
import ansatz.experiment.Home;
import ansatz.experiment.LedgerEntry;
import ansatz.experiment.Point;
import ansatz.experiment.RefusedException;
import ansatz.experiment.RunException;
import ansatz.experiment.RunRow;
import ansatz.experiment.RunState;
import ansatz.experiment.RunStore;
import ansatz.experiment.Swap;
import ansatz.experiment.Timing;
import ansatz.experiment.Usage;
import ansatz.learn.Name;
import ansatz.store.sqlite.internal.Chain;
import ansatz.store.sqlite.internal.Database;
import ansatz.store.sqlite.internal.HomeChain;
import ansatz.store.sqlite.internal.HomeFolder;
import ansatz.store.sqlite.internal.LedgerRows;
import ansatz.store.sqlite.internal.Link;
import ansatz.store.sqlite.internal.RunChain;
import ansatz.store.sqlite.internal.RunRows;
import ansatz.store.sqlite.internal.SwapRows;
import ansatz.store.sqlite.internal.Usages;
import ansatz.store.sqlite.internal.Verification;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

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
  /** Checkpoints of a run: the newest, and the one before should its file turn out bad. */
  private static final int KEPT = 2;

  private static final String FORGET = "DELETE FROM checkpoints WHERE run = ? AND file = ?";

  private final Home home;
  private final Database database;

  /** The store of this process's home, beside the catalogue. */
  @Activate
  public SqliteRunStore(@Reference Database database) {
    this.home = database.home();
    this.database = database;
  }

  public SqliteRunStore(Home home) {
    this(new Database(home));
  }

  @Override
  public void create(RunRow run) {
    requireStorable(run);
    database.write(link -> {
      HomeChain.begin(link);
      for (RunRow taken : link.query(RunRows.SELECT + "WHERE id IN (?1, ?2) OR name IN (?1, ?2)", RunRows::row,
          run.id(), run.name())) {
        throw new RefusedException("there is a run " + taken.id() + " named " + taken.name() + " in " + home.folder()
            + " already: give the new run (" + run.id() + ", " + run.name() + ") another id and name");
      }
      RunRows.insert(link, run);
      RunChain.created(link, key(link, run.id()), run);
      return null;
    });
  }

  @Override
  public Optional<RunRow> find(String idOrName) {
    return database.read(link -> link
        .query(RunRows.SELECT + "WHERE id = ?1 OR name = ?1 ORDER BY id <> ?1", RunRows::row, idOrName).stream()
        .findFirst());
  }

  @Override
  public List<RunRow> list() {
    return database.read(link -> link.query(RunRows.SELECT + "ORDER BY created DESC, id DESC", RunRows::row));
  }

  @Override
  public void acknowledge(String runId, Progress progress) {
    database.write(link -> {
      RunRows.Key run = key(link, runId);
      boolean ended = run.state() != RunState.RUNNING;
      if (ended) {
        RunChain.takeOver(link, run);
      }
      record(link, run, progress);
      if (ended) {
        RunChain.stood(link, run, home);
      }
      return null;
    });
  }

  @Override
  public List<Checkpoint> checkpoint(String runId, Checkpoint checkpoint, Progress progress) {
    return database.write(link -> {
      RunRows.Key run = key(link, runId);
      RunChain.takeOver(link, run);
      record(link, run, progress);
      // A file written anew under its old name replaces its row and must not be unlinked.
      link.update(FORGET, run.key(), checkpoint.file());
      List<Checkpoint> older = superseded(link, run.key());
      for (Checkpoint c : older) {
        link.update(FORGET, run.key(), c.file());
      }
      link.update("INSERT INTO checkpoints (run, file, step, bytes, sha256) VALUES (?, ?, ?, ?, ?)", run.key(),
          checkpoint.file(), checkpoint.step(), checkpoint.bytes(), checkpoint.sha256());
      RunChain.checkpointed(link, run, checkpoint, older);
      return older;
    });
  }

  /** Those that go for one more checkpoint: all but the newest and the one to return to from the newest swap. */
  private static List<Checkpoint> superseded(Link link, long run) throws SQLException {
    List<Checkpoint> present = RunChain.checkpoints(link, run);
    String pinned = SwapRows.checkpointToReturnTo(link, run);
    return present.subList(Math.min(KEPT - 1, present.size()), present.size()).stream()
        .filter(c -> !c.file().equals(pinned)).toList();
  }

  @Override
  public List<Checkpoint> checkpoints(String runId) {
    return database.read(link -> RunChain.checkpoints(link, key(link, runId).key()));
  }

  @Override
  public void forget(String runId, Checkpoint checkpoint) {
    database.write(link -> {
      RunRows.Key run = key(link, runId);
      RunChain.takeOver(link, run);
      if (link.update(FORGET, run.key(), checkpoint.file()) > 0) {
        RunChain.forgotten(link, run, checkpoint);
      }
      return null;
    });
  }

  @Override
  public void update(RunRow run) {
    requireStorable(run);
    database.write(link -> {
      RunRows.Key key = key(link, run.id());
      RunChain.takeOver(link, key);
      RunRows.update(link, key.key(), run);
      RunChain.stood(link, key, home);
      return null;
    });
  }

  @Override
  public List<Point> points(String runId) {
    return database.read(link -> link.query(
        "SELECT step, series, metric, bits FROM points WHERE run = ? ORDER BY step, rowid",
        r -> new Point(r.getLong(1), r.getString(2), r.getString(3), Double.longBitsToDouble(r.getLong(4))),
        key(link, runId).key()));
  }

  @Override
  public List<Timing> timings(String runId) {
    return database.read(link -> link.query("SELECT step, label, bits FROM timings WHERE run = ? ORDER BY step",
        r -> new Timing(r.getLong(1), r.getString(2), Double.longBitsToDouble(r.getLong(3))), key(link, runId).key()));
  }

  @Override
  public List<LedgerEntry> ledger(String runId) {
    return database.read(link -> LedgerRows.entries(link, key(link, runId).key()));
  }

  @Override
  public List<Swap> swaps(String runId) {
    return database.read(link -> SwapRows.of(link, key(link, runId).key()));
  }

  @Override
  public void refused(String runId, Swap swap) {
    if (swap.changed()) {
      throw new IllegalArgumentException("a swap that is " + swap.kind().word() + " is acknowledged with its step");
    }
    database.write(link -> {
      SwapRows.append(link, key(link, runId), swap);
      return null;
    });
  }

  @Override
  public List<Usage> usage(String bundle, String version) {
    return database.read(link -> Usages.of(link, bundle, version));
  }

  @Override
  public List<ChainLink> chain(String runId) {
    return database.read(link -> Chain.links(link, key(link, runId).id()));
  }

  @Override
  public List<ChainLink> homeChain() {
    return database.read(link -> Chain.links(link, Chain.HOME));
  }

  @Override
  public List<String> verify(List<String> heads) {
    return database.read(link -> Verification.of(link, home, heads));
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
  public void close() {
    database.close();
  }

  private static void record(Link link, RunRows.Key run, Progress progress) throws SQLException {
    link.update("UPDATE runs SET step = max(step, ?), total = ? WHERE key = ?", progress.step(), progress.total(),
        run.key());
    PreparedStatement point = link
        .bind("INSERT INTO points (run, step, series, metric, value, bits) VALUES (?, ?, ?, ?, ?, ?)");
    for (Point p : progress.points()) {
      point.setLong(1, run.key());
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
          ON CONFLICT (run, step) DO NOTHING""", run.key(), t.step(), t.label(), t.seconds(), bits(t.seconds()));
    }
    for (LedgerEntry e : progress.ledger()) {
      LedgerRows.enter(link, run, e);
    }
    for (Swap swap : progress.swaps()) {
      SwapRows.append(link, run, swap);
    }
  }

  private RunRows.Key key(Link link, String runId) throws SQLException {
    return RunRows.key(link, runId).orElseThrow(() -> new ConfigException(
        "there is no run with id " + runId + " in " + home.folder() + "; see them with `ansatz runs`"));
  }

  private static void requireStorable(RunRow run) {
    if (run.state() == RunState.CRASHED) {
      throw new IllegalArgumentException("state CRASHED of run " + run.id()
          + " is never stored: it is RUNNING without a holder of the run's lock");
    }
  }

  private static long bits(double x) {
    return Double.doubleToRawLongBits(x);
  }
}
