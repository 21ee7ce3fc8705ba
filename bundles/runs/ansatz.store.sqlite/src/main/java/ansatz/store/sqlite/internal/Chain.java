package ansatz.store.sqlite.internal;

import ansatz.experiment.ChainLink;
import ansatz.experiment.Trees;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.erdtman.jcs.JsonCanonicalizer;

/**
 * The hash chains of a home: one of each run, called by its id, and one of the home. A link is written in the same
 * transaction as what it speaks of. A body is canonical JSON with {@code event} and {@code at}.
 */
public final class Chain {
  public static final String HOME = "@home";

  /** Integers beyond it are not exact in JSON (RFC 7493, 2.2) and stand there as text. */
  private static final long EXACT = 1L << 53;

  private Chain() {}

  static ChainLink append(Link link, String chain, String event, Map<String, Object> content) throws SQLException {
    Map<String, Object> body = new LinkedHashMap<>(content);
    body.put("event", event);
    body.put("at", Times.text(Instant.now()));
    ChainLink next = last(link, chain).next(canonical(body));
    link.update("INSERT INTO chains (chain, sequence, previous, body, sha256) VALUES (?, ?, ?, ?, ?)", chain,
        next.sequence(), next.previous(), next.body(), next.sha256());
    return next;
  }

  static ChainLink last(Link link, String chain) throws SQLException {
    List<ChainLink> last = link.query(
        "SELECT sequence, previous, body, sha256 FROM chains WHERE chain = ? ORDER BY sequence DESC LIMIT 1",
        Chain::row, chain);
    return last.isEmpty() ? ChainLink.NONE : last.getFirst();
  }

  /** All links in order. */
  public static List<ChainLink> links(Link link, String chain) throws SQLException {
    return link.query("SELECT sequence, previous, body, sha256 FROM chains WHERE chain = ? ORDER BY sequence",
        Chain::row, chain);
  }

  private static ChainLink row(ResultSet r) throws SQLException {
    return new ChainLink(r.getLong(1), r.getString(2), r.getString(3), r.getString(4));
  }

  /** RFC 8785. */
  static String canonical(Map<String, Object> tree) {
    try {
      return new JsonCanonicalizer(new String(Trees.json(tree), StandardCharsets.UTF_8)).getEncodedString();
    } catch (IOException e) {
      throw new IllegalStateException("a tree of plain values", e);
    }
  }

  static Map<String, Object> tree(String body) throws IOException {
    return Trees.fromJson(body.getBytes(StandardCharsets.UTF_8));
  }

  static Object number(long n) {
    return Math.abs(n) <= EXACT ? (Object) n : Long.toString(n);
  }
}
