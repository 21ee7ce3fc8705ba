package ansatz.control;

import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Arrays;

/** A connection whose every read and write ends within a limit of time, counted over all its bytes. */
final class TimedConnection implements AutoCloseable {
  private final SocketChannel channel;
  private final Selector selector;
  private final SelectionKey key;

  /** Takes the channel over: closes it, even when this fails. */
  TimedConnection(SocketChannel channel) throws IOException {
    this.channel = channel;
    try {
      channel.configureBlocking(false);
      selector = Selector.open();
      key = channel.register(selector, 0);
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  /** Exactly so many bytes, and not one more. */
  byte[] exactly(int count, Duration limit) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(count);
    long end = System.nanoTime() + limit.toNanos();
    while (bytes.hasRemaining()) {
      read(bytes, end);
    }
    return bytes.array();
  }

  /** The bytes before the next line feed; whatever comes after it is left unread or dropped. */
  byte[] line(int most, Duration limit) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(Math.min(most, 1 << 12) + 1);
    long end = System.nanoTime() + limit.toNanos();
    for (int seen = 0; true;) {
      read(bytes, end);
      for (; seen < bytes.position(); seen++) {
        if (bytes.get(seen) == '\n') {
          return Arrays.copyOf(bytes.array(), seen);
        }
      }
      if (seen > most) {
        throw new IOException("a line of more than " + most + " bytes");
      }
      if (!bytes.hasRemaining()) {
        bytes = ByteBuffer.allocate(Math.min(most, 2 * seen) + 1).put(bytes.array(), 0, seen);
      }
    }
  }

  void write(byte[] content, Duration limit) throws IOException {
    long end = System.nanoTime() + limit.toNanos();
    for (ByteBuffer rest = ByteBuffer.wrap(content); rest.hasRemaining();) {
      if (channel.write(rest) == 0) {
        await(SelectionKey.OP_WRITE, end);
      }
    }
  }

  private void read(ByteBuffer bytes, long end) throws IOException {
    for (int count = channel.read(bytes); count <= 0; count = channel.read(bytes)) {
      if (count < 0) {
        throw new EOFException("the other side has closed the connection");
      }
      await(SelectionKey.OP_READ, end);
    }
  }

  private void await(int operation, long end) throws IOException {
    long millis = (end - System.nanoTime()) / 1_000_000;
    if (millis <= 0) {
      throw new SocketTimeoutException("too slow");
    }
    try {
      key.interestOps(operation);
      selector.select(millis);
      selector.selectedKeys().clear();
    } catch (CancelledKeyException | ClosedSelectorException e) {
      throw new IOException("closed meanwhile", e);
    }
    if (Thread.currentThread().isInterrupted()) {
      throw new InterruptedIOException("interrupted");
    }
  }

  /** On any thread; one that waits here is woken. */
  @Override
  public void close() throws IOException {
    try (channel) {
      selector.close();
    }
  }
}
