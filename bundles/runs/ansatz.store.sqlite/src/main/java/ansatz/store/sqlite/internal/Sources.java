package ansatz.store.sqlite.internal;

import ansatz.experiment.Source;
import ansatz.experiment.Trees;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** The bundles that ever did something in a home, each kept once however many runs used it; never changed or removed. */
public final class Sources {
  private Sources() {}

  /** The key of that source, recorded now if it is new. */
  public static long put(Link link, Source source) throws SQLException {
    String fingerprint = fingerprint(source);
    List<Long> keys = keys(link, fingerprint);
    if (!keys.isEmpty()) {
      return keys.getFirst();
    }
    link.update("INSERT INTO sources (fingerprint, bundle, version, sha256) VALUES (?, ?, ?, ?)", fingerprint,
        source.bundle(), source.version(), source.sha256());
    long key = keys(link, fingerprint).getFirst();
    for (var wire : source.wiring().entrySet()) {
      link.update("INSERT INTO wiring (source, dependency, sha256) VALUES (?, ?, ?)", key, wire.getKey(),
          wire.getValue());
    }
    return key;
  }

  public static Source get(Link link, long key) throws SQLException {
    SortedMap<String, String> wiring = new TreeMap<>();
    link.query("SELECT dependency, sha256 FROM wiring WHERE source = ?",
        r -> wiring.put(r.getString(1), r.getString(2)),
        key);
    return link.query("SELECT bundle, version, sha256 FROM sources WHERE key = ?",
        r -> new Source(r.getString(1), r.getString(2), r.getString(3), wiring), key).getFirst();
  }

  private static List<Long> keys(Link link, String fingerprint) throws SQLException {
    return link.query("SELECT key FROM sources WHERE fingerprint = ?", r -> r.getLong(1), fingerprint);
  }

  private static String fingerprint(Source source) {
    return sha256(source.bundle() + "\n" + source.version() + "\n" + source.sha256() + wires(source));
  }

  /** What a link of a chain says of a source. */
  static Map<String, Object> said(Source source) {
    Map<String, Object> said = new LinkedHashMap<>();
    said.put("bundle", source.bundle());
    said.put("version", source.version());
    said.put("sha256", source.sha256());
    said.put("wiring", sha256(wires(source)));
    return said;
  }

  private static String wires(Source source) {
    StringBuilder text = new StringBuilder();
    source.wiring().forEach((dependency, sha256) -> text.append('\n').append(dependency).append('\t').append(sha256));
    return text.toString();
  }

  private static String sha256(String text) {
    return Trees.sha256(text.getBytes(StandardCharsets.UTF_8));
  }
}
