package ansatz.store.sqlite.internal;

import ansatz.experiment.Source;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.List;
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
    StringBuilder text = new StringBuilder();
    text.append(source.bundle()).append('\n').append(source.version()).append('\n').append(source.sha256());
    source.wiring().forEach((dependency, sha256) -> text.append('\n').append(dependency).append('\t').append(sha256));
    try {
      return HexFormat.of()
          .formatHex(MessageDigest.getInstance("SHA-256").digest(text.toString().getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
