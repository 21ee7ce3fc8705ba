package ansatz.store.sqlite.internal;

import ansatz.experiment.Trees;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * SHA-256 of points one after the other: step, length and UTF-8 of series, length and UTF-8 of metric, the value's 64
 * bits; integers big-endian.
 */
final class PointsDigest {
  private final MessageDigest digest = Trees.digest();
  private final ByteBuffer number = ByteBuffer.allocate(Long.BYTES);
  private final long before;
  private long count;

  /** @param before how many points of the run come before the first one of these */
  PointsDigest(long before) {
    this.before = before;
  }

  /** From columns step, series, metric, bits. */
  void add(ResultSet r) throws SQLException {
    add(r.getLong("step"));
    add(r.getString("series"));
    add(r.getString("metric"));
    add(r.getLong("bits"));
    count++;
  }

  private void add(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    add(bytes.length);
    digest.update(bytes);
  }

  private void add(long value) {
    digest.update(number.putLong(0, value).array());
  }

  /** The number of the last point, from 1. */
  long last() {
    return before + count;
  }

  /** What a link says of them. */
  Map<String, Object> said() {
    Map<String, Object> said = new LinkedHashMap<>();
    said.put("first", before + 1);
    said.put("last", last());
    said.put("sha256", HexFormat.of().formatHex(digest.digest()));
    return said;
  }
}
