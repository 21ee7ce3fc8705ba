package ansatz.data.files.internal;

import ansatz.data.DataException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;

/** Expands gzip; refuses a file that only grows: more than 200 times its size, once past 64 MiB. */
public final class Gunzip extends InputStream {
  private static final long HARMLESS = 64L << 20;
  private static final long MOST_GROWTH = 200;

  private final String name;
  private final Counted compressed;
  private final GZIPInputStream expanded;
  private long size;

  public Gunzip(String name, InputStream compressed) throws IOException {
    this.name = name;
    this.compressed = new Counted(compressed);
    this.expanded = new GZIPInputStream(this.compressed, 1 << 14);
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    int n = expanded.read(target, offset, length);
    size += Math.max(n, 0);
    if (size > HARMLESS && size > MOST_GROWTH * compressed.size) {
      throw new DataException(
          name + ": expands to more than " + MOST_GROWTH + " times its size; if that is right, expand it with gunzip");
    }
    return n;
  }

  @Override
  public void close() throws IOException {
    expanded.close();
  }

  /** Counts what was read. */
  private static final class Counted extends FilterInputStream {
    private long size;

    Counted(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      int value = super.read();
      size += value < 0 ? 0 : 1;
      return value;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      int n = super.read(target, offset, length);
      size += Math.max(n, 0);
      return n;
    }
  }
}
