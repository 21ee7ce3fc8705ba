package ansatz.data;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * SHA-256 over the canonical encoding of a table; all numbers big-endian, every text as its length in UTF-8 bytes (int32)
 * and these bytes.
 *
 * <pre>
 * "ansatz dataset 1"  columns:int32  rows:int32
 * per column: name  kind:'N'|'C'  role:'F'|'T'|'I'
 *   N: value:float64 per row
 *   C: levels:int32  level per level  code:int32 per row
 * </pre>
 *
 * <p>Every NaN is a missing value and counts as the same; 0.0 and -0.0 differ, since results may. A level that does not
 * occur counts, since it is a class to learn about.
 */
final class Fingerprint {
  private static final String VERSION = "ansatz dataset 1";

  private final MessageDigest sha = sha256();
  private final ByteBuffer buffer = ByteBuffer.allocate(1 << 16);

  private Fingerprint() {}

  static String of(Dataset data) {
    Fingerprint print = new Fingerprint();
    print.add(VERSION);
    print.add(data.columns().size());
    print.add(data.size());
    for (Column column : data.columns()) {
      print.add(column, data.role(column.name()));
    }
    print.flush();
    return HexFormat.of().formatHex(print.sha.digest());
  }

  private void add(Column column, Dataset.Role role) {
    add(column.name());
    room(2);
    buffer.put((byte) (column instanceof Column.Numeric ? 'N' : 'C')).put((byte) role.name().charAt(0));
    switch (column) {
      case Column.Numeric numeric -> {
        for (double value : numeric.values()) {
          room(Double.BYTES);
          buffer.putLong(Double.doubleToLongBits(value));
        }
      }
      case Column.Categorical categorical -> {
        add(categorical.levels().size());
        categorical.levels().forEach(this::add);
        for (int code : categorical.codes()) {
          add(code);
        }
      }
    }
  }

  private void add(int number) {
    room(Integer.BYTES);
    buffer.putInt(number);
  }

  private void add(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    add(bytes.length);
    flush();
    sha.update(bytes);
  }

  private void room(int bytes) {
    if (buffer.remaining() < bytes) {
      flush();
    }
  }

  private void flush() {
    sha.update(buffer.flip());
    buffer.clear();
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
