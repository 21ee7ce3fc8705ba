package ansatz.data.files.internal;

import ansatz.data.DataException;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;

/** Decodes UTF-8, with or without byte order mark; refuses other bytes and NUL, naming the line. */
public final class Utf8Reader extends Reader {
  private static final int CHUNK = 1 << 16;
  private static final char BYTE_ORDER_MARK = '\ufeff';

  private final String name;
  private final InputStream in;
  private final CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
  private final ByteBuffer bytes = ByteBuffer.allocate(CHUNK).flip();
  private final CharBuffer chars = CharBuffer.allocate(CHUNK).flip();
  private long line = 1;
  private boolean started;
  private boolean ended;

  public Utf8Reader(String name, InputStream in) {
    this.name = name;
    this.in = in;
  }

  @Override
  public int read(char[] target, int offset, int length) throws IOException {
    while (!chars.hasRemaining()) {
      if (ended) {
        return -1;
      }
      decode();
    }
    int n = Math.min(length, chars.remaining());
    chars.get(target, offset, n);
    return n;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }

  private void decode() throws IOException {
    bytes.compact();
    int n = in.read(bytes.array(), bytes.position(), bytes.remaining());
    ended = n < 0;
    bytes.position(bytes.position() + Math.max(n, 0)).flip();
    chars.clear();
    CoderResult result = decoder.decode(bytes, chars, ended);
    chars.flip();
    check();
    if (result.isError()) {
      throw new DataException(String.format("%s:%d: byte 0x%02X is not UTF-8: save the file as UTF-8", name, line,
          bytes.get(bytes.position())));
    }
    if (!started && chars.hasRemaining()) {
      started = true;
      if (chars.get(chars.position()) == BYTE_ORDER_MARK) {
        chars.get();
      }
    }
  }

  /** Counts lines, so that {@code line} is the one in which decoding stopped. */
  private void check() {
    char[] text = chars.array();
    for (int i = 0; i < chars.limit(); i++) {
      if (text[i] == '\n') {
        line++;
      } else if (text[i] == 0) {
        throw new DataException(name + ":" + line + ": a NUL byte: this is not a text file");
      }
    }
  }
}
