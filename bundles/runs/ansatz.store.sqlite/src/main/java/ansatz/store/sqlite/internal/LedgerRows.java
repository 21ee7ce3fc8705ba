package ansatz.store.sqlite.internal;

import ansatz.experiment.LedgerEntry;
import ansatz.experiment.Source;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Rows of the table {@code ledger}. */
public final class LedgerRows {
  private LedgerRows() {}

  /** An entry and how many of the same run, slot and first step came before it. */
  public record Row(long sequence, LedgerEntry entry) {}

  /** In order of first step, then slot, then as appended. */
  public static List<Row> of(Link link, long run) throws SQLException {
    Map<Long, Source> sources = new HashMap<>();
    List<Row> rows = new ArrayList<>();
    try (ResultSet r = link.bind("""
        SELECT slot, from_step, to_step, part, source, who, why, sequence FROM ledger WHERE run = ?
        ORDER BY from_step, slot, sequence""", run).executeQuery()) {
      while (r.next()) {
        long source = r.getLong(5);
        if (!sources.containsKey(source)) {
          sources.put(source, Sources.get(link, source));
        }
        rows.add(new Row(r.getLong(8), new LedgerEntry(r.getString(1), r.getLong(2), r.getLong(3), r.getString(4),
            sources.get(source), r.getString(6), r.getString(7))));
      }
    }
    return rows;
  }

  public static List<LedgerEntry> entries(Link link, long run) throws SQLException {
    return of(link, run).stream().map(Row::entry).toList();
  }

  /** Extends the entry of the same code, or appends one: what was said of acknowledged steps stays. */
  public static void enter(Link link, RunRows.Key run, LedgerEntry e) throws SQLException {
    long source = Sources.put(link, e.source());
    int extended = link.update("""
        UPDATE ledger SET to_step = max(to_step, ?)
        WHERE run = ? AND from_step = ? AND slot = ? AND part = ? AND source = ?""", e.toStep(), run.key(),
        e.fromStep(), e.slot(), e.part(), source);
    if (extended > 0) {
      return;
    }
    RunChain.takeOver(link, run);
    long sequence = link.query("SELECT count(*) FROM ledger WHERE run = ? AND from_step = ? AND slot = ?",
        r -> r.getLong(1), run.key(), e.fromStep(), e.slot()).getFirst();
    link.update("""
        INSERT INTO ledger (run, from_step, slot, sequence, to_step, part, source, who, why, linked)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""", run.key(), e.fromStep(), e.slot(), sequence, e.toStep(), e.part(),
        source, e.who(), e.why(), e.toStep());
    RunChain.entered(link, run, new Row(sequence, e));
  }
}
