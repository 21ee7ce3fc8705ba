package ansatz.store.sqlite.internal;

import ansatz.experiment.Swap;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Rows of the table {@code swaps}. */
public final class SwapRows {
  private SwapRows() {}

  /** Keys stand for sources until the query is read to its end. */
  private record Row(Swap swap, long from, long to) {}

  /** As recorded. */
  public static List<Swap> of(Link link, long run) throws SQLException {
    List<Row> rows = link.query("""
        SELECT step, slot, kind, from_part, to_part, provisional, who, why, detail, checkpoint, checkpoint_sha256,
          from_source, to_source FROM swaps WHERE run = ? ORDER BY sequence""",
        r -> new Row(new Swap(r.getLong(1), r.getString(2), Swap.Kind.valueOf(r.getString(3)), r.getString(4), null,
            r.getString(5), null, r.getBoolean(6), r.getString(7), r.getString(8), r.getString(9), r.getString(10),
            r.getString(11)), r.getLong(12), r.getLong(13)),
        run);
    List<Swap> swaps = new ArrayList<>();
    for (Row row : rows) {
      Swap s = row.swap();
      swaps.add(new Swap(s.step(), s.slot(), s.kind(), s.fromPart(), Sources.get(link, row.from()), s.toPart(),
          Sources.get(link, row.to()), s.provisional(), s.who(), s.why(), s.detail(), s.checkpoint(),
          s.checkpointSha256()));
    }
    return swaps;
  }

  public static void append(Link link, RunRows.Key run, Swap s) throws SQLException {
    RunChain.takeOver(link, run);
    long from = Sources.put(link, s.from());
    long to = Sources.put(link, s.to());
    long sequence = link.query("SELECT coalesce(max(sequence), 0) + 1 FROM swaps WHERE run = ?", r -> r.getLong(1),
        run.key()).getFirst();
    link.update("""
        INSERT INTO swaps (run, sequence, step, slot, kind, from_part, from_source, to_part, to_source, provisional,
          who, why, detail, checkpoint, checkpoint_sha256) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""",
        run.key(), sequence, s.step(), s.slot(), s.kind().name(), s.fromPart(), from, s.toPart(), to, s.provisional(),
        s.who(), s.why(), s.detail(), s.checkpoint(), s.checkpointSha256());
    RunChain.swapped(link, run, sequence, s);
  }

  /** The checkpoint to return to from the newest swap that changed a slot; empty when there is none. */
  public static String checkpointToReturnTo(Link link, long run) throws SQLException {
    List<String> files = link.query("""
        SELECT coalesce(checkpoint, '') FROM swaps WHERE run = ? AND kind <> 'REFUSED'
        ORDER BY sequence DESC LIMIT 1""", r -> r.getString(1), run);
    return files.isEmpty() ? "" : files.getFirst();
  }
}
