package ansatz.control;

import java.nio.file.Path;
import java.util.Map;
import java.util.function.Function;

/**
 * Listens for the questions of other processes of the same user, from {@link #open} to {@link #close}.
 *
 * <p>A Unix-domain socket in a folder that only the user may enter, or the loopback interface where the path would be too
 * long; the caller shows a token first, compared in constant time, before another byte of its is read, and on a
 * Unix-domain socket the kernel says whose process it is.
 */
public final class ControlServer implements AutoCloseable {
  /** The file, in the folder, that says where to ask and with which token; only its owner may read it. */
  public static final String FILE = "control.json";

  private ControlServer() {}

  /**
   * Opens the channel and writes {@value #FILE} into the folder; a stale one of a dead process is replaced.
   *
   * @param answer from the question's tree to the answer's tree; on a thread of its own; an exception becomes an answer
   *   {@code {error: message, code: exit code}}
   */
  public static ControlServer open(Path folder, Function<Map<String, Object>, Map<String, Object>> answer) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void close() {}
}
