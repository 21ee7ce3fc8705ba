package ansatz.store.sqlite.internal;

import ansatz.experiment.LedgerEntry;
import ansatz.experiment.RunRow;
import ansatz.experiment.Usage;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Which runs used a version of a bundle. */
public final class Usages {
  /** Sources that are that version or are wired to it. */
  private static final String SOURCES = """
      SELECT key FROM sources WHERE bundle = ?1 AND version = ?2
      UNION SELECT source FROM wiring WHERE dependency = ?1 || '@' || ?2""";

  private record Found(long key, RunRow row) {}

  private Usages() {}

  /** Running ones first, then newest first. */
  public static List<Usage> of(Link link, String bundle, String version) throws SQLException {
    List<Found> runs = link.query(RunRows.SELECT + "WHERE key IN (SELECT run FROM ledger WHERE source IN (" + SOURCES
        + ")) ORDER BY state <> 'RUNNING', created DESC, id DESC", r -> new Found(r.getLong(14), RunRows.row(r)),
        bundle, version);
    String dependency = bundle + "@" + version;
    List<Usage> usages = new ArrayList<>();
    for (Found run : runs) {
      List<LedgerEntry> entries = LedgerRows.entries(link, run.key()).stream()
          .filter(e -> e.source().bundle().equals(bundle) && e.source().version().equals(version)
              || e.source().wiring().containsKey(dependency))
          .toList();
      usages.add(new Usage(run.row(), entries));
    }
    return usages;
  }
}
