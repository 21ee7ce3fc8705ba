package ansatz.store.sqlite.internal;

import ansatz.experiment.ChainLink;
import ansatz.experiment.Home;
import ansatz.experiment.LedgerEntry;
import ansatz.experiment.RunRow;
import ansatz.experiment.RunState;
import ansatz.experiment.RunStore.Checkpoint;
import ansatz.experiment.Swap;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What the chain of a run says.
 *
 * <p>A plain acknowledgement is no link: a checkpoint, an end or a start speaks of all points since the one before, by
 * their digest, and of all ranges of the ledger that grew.
 */
public final class RunChain {
  /** The rows that a run's chain accounts for, but for points. */
  private static final String CHECKPOINTS = "SELECT step, file, bytes, sha256 FROM checkpoints WHERE run = ? "
      + "ORDER BY rowid DESC";

  /** Digests of the files of a finished run. */
  static final String FILES = "files";

  private RunChain() {}

  /** First of the run's writes: the home takes note of it, too. */
  public static void created(Link link, RunRows.Key run, RunRow row) throws SQLException {
    // Points that others have recorded so far are none of this run's.
    link.update("INSERT INTO covered (run, points, last) SELECT ?, 0, coalesce(max(rowid), 0) FROM points", run.key());
    Map<String, Object> said = identity(row);
    said.putAll(standing(row));
    ChainLink first = Chain.append(link, run.id(), "created", said);
    HomeChain.runCreated(link, row, first);
  }

  /** For a run made before there were chains: what is there is stated as it is. */
  public static void takeOver(Link link, RunRows.Key run) throws SQLException {
    if (Chain.last(link, run.id()).sequence() > 0) {
      return;
    }
    HomeChain.begin(link);
    RunRow row = RunRows.get(link, run.key());
    Map<String, Object> said = identity(row);
    said.putAll(standing(row));
    List<Object> entries = new ArrayList<>();
    for (LedgerRows.Row entry : LedgerRows.of(link, run.key())) {
      entries.add(entry(entry));
    }
    said.put("entries", entries);
    said.put("checkpoints", checkpoints(link, run.key()).stream().map(RunChain::checkpoint).toList());
    said.putAll(progress(link, run.key()));
    HomeChain.runTakenOver(link, row, Chain.append(link, run.id(), "taken over", said));
  }

  static void entered(Link link, RunRows.Key run, LedgerRows.Row entry) throws SQLException {
    Chain.append(link, run.id(), "entered", entry(entry));
  }

  static void swapped(Link link, RunRows.Key run, long sequence, Swap swap) throws SQLException {
    Chain.append(link, run.id(), "swap", swap(sequence, swap));
  }

  /** @param dropped older checkpoints that went for it */
  public static void checkpointed(Link link, RunRows.Key run, Checkpoint checkpoint, List<Checkpoint> dropped)
      throws SQLException {
    Map<String, Object> said = checkpoint(checkpoint);
    said.put("dropped", dropped.stream().map(Checkpoint::file).toList());
    said.put("done", Chain.number(RunRows.get(link, run.key()).step()));
    said.putAll(progress(link, run.key()));
    Chain.append(link, run.id(), "checkpoint", said);
  }

  public static void forgotten(Link link, RunRows.Key run, Checkpoint checkpoint) throws SQLException {
    Chain.append(link, run.id(), "forgotten", Map.of("file", checkpoint.file()));
  }

  /** The run goes on, or has ended; an end is stated in the home's chain, too. */
  public static void stood(Link link, RunRows.Key run, Home home) throws SQLException {
    RunRow row = RunRows.get(link, run.key());
    boolean ended = row.state() != RunState.RUNNING;
    Map<String, Object> said = standing(row);
    said.putAll(progress(link, run.key()));
    if (row.state() == RunState.FINISHED) {
      said.put(FILES, RunResults.said(home, row));
    }
    ChainLink last = Chain.append(link, run.id(), ended ? "ended" : "running", said);
    if (ended) {
      HomeChain.runEnded(link, row, last);
    }
  }

  /** What a run is and stays. */
  static Map<String, Object> identity(RunRow row) {
    Map<String, Object> said = new LinkedHashMap<>();
    said.put("run", row.id());
    said.put("name", row.name());
    said.put("experiment", row.experiment());
    said.put("source", row.source());
    said.put("config", row.configDigest());
    said.put("created", Times.text(row.created()));
    return said;
  }

  /** What became of a run so far. */
  static Map<String, Object> standing(RunRow row) {
    Map<String, Object> said = new LinkedHashMap<>();
    said.put("state", row.state().name());
    said.put("done", Chain.number(row.step()));
    said.put("total", Chain.number(row.total()));
    said.put("headline", row.headline());
    said.put("message", row.message());
    said.put("ended", Times.text(row.ended()));
    said.put("seconds", Double.toString(row.seconds()));
    return said;
  }

  static Map<String, Object> entry(LedgerRows.Row row) {
    LedgerEntry e = row.entry();
    Map<String, Object> said = place(e.slot(), e.fromStep(), row.sequence());
    said.put("to", Chain.number(e.toStep()));
    said.put("part", e.part());
    said.putAll(Sources.said(e.source()));
    said.put("who", e.who());
    said.put("why", e.why());
    return said;
  }

  static Map<String, Object> swap(long sequence, Swap s) {
    Map<String, Object> said = new LinkedHashMap<>();
    said.put("sequence", sequence);
    said.put("step", Chain.number(s.step()));
    said.put("slot", s.slot());
    said.put("kind", s.kind().name());
    said.put("fromPart", s.fromPart());
    said.put("from", Sources.said(s.from()));
    said.put("toPart", s.toPart());
    said.put("to", Sources.said(s.to()));
    said.put("provisional", s.provisional());
    said.put("who", s.who());
    said.put("why", s.why());
    said.put("detail", s.detail());
    said.put("checkpoint", s.checkpoint());
    said.put("checkpointSha256", s.checkpointSha256());
    return said;
  }

  static Map<String, Object> checkpoint(Checkpoint c) {
    Map<String, Object> said = new LinkedHashMap<>();
    said.put("step", Chain.number(c.step()));
    said.put("file", c.file());
    said.put("bytes", Chain.number(c.bytes()));
    said.put("sha256", c.sha256());
    return said;
  }

  /** Newest first. */
  public static List<Checkpoint> checkpoints(Link link, long run) throws SQLException {
    return link.query(CHECKPOINTS, r -> new Checkpoint(r.getLong(1), r.getString(2), r.getLong(3), r.getString(4)),
        run);
  }

  /** Points since the last link that spoke of them, and the ranges of the ledger that grew since. */
  private static Map<String, Object> progress(Link link, long run) throws SQLException {
    Map<String, Object> said = new LinkedHashMap<>();
    said.put("points", points(link, run));
    said.put("ranges", link.query("""
        SELECT slot, from_step, sequence, to_step FROM ledger WHERE run = ? AND to_step IS NOT linked
        ORDER BY from_step, slot, sequence""", r -> {
      Map<String, Object> range = place(r.getString(1), r.getLong(2), r.getLong(3));
      range.put("to", Chain.number(r.getLong(4)));
      return range;
    }, run));
    link.update("UPDATE ledger SET linked = to_step WHERE run = ? AND to_step IS NOT linked", run);
    return said;
  }

  private static Map<String, Object> points(Link link, long run) throws SQLException {
    List<long[]> covered = link.query("SELECT points, last FROM covered WHERE run = ?",
        r -> new long[] {r.getLong(1), r.getLong(2)}, run);
    long last = covered.isEmpty() ? 0 : covered.getFirst()[1];
    PointsDigest digest = new PointsDigest(covered.isEmpty() ? 0 : covered.getFirst()[0]);
    // By rowid only what is new is read; a run that is taken over is looked up by its index.
    String which = covered.isEmpty() ? "run = ?1 AND +rowid > ?2" : "+run = ?1 AND rowid > ?2";
    try (ResultSet r = link.bind(
        "SELECT rowid AS at, step, series, metric, bits FROM points WHERE " + which + " ORDER BY rowid", run, last)
        .executeQuery()) {
      while (r.next()) {
        last = r.getLong("at");
        digest.add(r);
      }
    }
    link.update("""
        INSERT INTO covered (run, points, last) VALUES (?, ?, ?)
        ON CONFLICT (run) DO UPDATE SET points = excluded.points, last = excluded.last""", run, digest.last(), last);
    return digest.said();
  }

  private static Map<String, Object> place(String slot, long from, long sequence) {
    Map<String, Object> place = new LinkedHashMap<>();
    place.put("slot", slot);
    place.put("from", Chain.number(from));
    place.put("sequence", sequence);
    return place;
  }
}
