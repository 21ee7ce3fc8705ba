package ansatz.replay;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.Consumer;

/** Passes on the lines that another process writes into a file, as they come. */
final class LogFollower implements AutoCloseable {
  private static final int MOST_BYTES = 1 << 20;

  private final Path file;
  private final Consumer<String> lines;
  private RandomAccessFile in;
  private byte[] rest = new byte[0];

  LogFollower(Path file, Consumer<String> lines) {
    this.file = file;
    this.lines = lines;
  }

  /** Passes on every line that is complete by now. */
  void pass() {
    try {
      if (in == null) {
        if (!Files.exists(file)) {
          return;
        }
        in = new RandomAccessFile(file.toFile(), "r");
      }
      long end = in.length();
      while (in.getFilePointer() < end) {
        byte[] more = new byte[(int) Math.min(MOST_BYTES, end - in.getFilePointer())];
        in.readFully(more);
        pass(more);
      }
    } catch (IOException e) {
      // Only the progress is lost: the end of the process tells how it went.
      System.getLogger(LogFollower.class.getName()).log(System.Logger.Level.INFO, "not relayed: " + file, e);
    }
  }

  private void pass(byte[] more) {
    byte[] text = new byte[rest.length + more.length];
    System.arraycopy(rest, 0, text, 0, rest.length);
    System.arraycopy(more, 0, text, rest.length, more.length);
    int from = 0;
    for (int i = rest.length; i < text.length; i++) {
      if (text[i] == '\n') {
        lines.accept(new String(text, from, i - from, StandardCharsets.UTF_8));
        from = i + 1;
      }
    }
    rest = Arrays.copyOfRange(text, from, text.length);
  }

  @Override
  public void close() {
    try {
      if (in != null) {
        in.close();
      }
    } catch (IOException e) {
      System.getLogger(LogFollower.class.getName()).log(System.Logger.Level.INFO, "not closed: " + file, e);
    }
  }
}
