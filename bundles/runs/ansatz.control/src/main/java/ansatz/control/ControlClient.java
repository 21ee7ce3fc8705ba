package ansatz.control;

import ansatz.experiment.ConfigException;
import ansatz.experiment.RefusedException;
import ansatz.experiment.RunException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** Asks the process that works in a folder. */
public final class ControlClient {
  private static final int LONGEST_ANSWER = 1 << 22;

  private ControlClient() {}

  /**
   * One question, one answer.
   *
   * @throws ansatz.experiment.RefusedException when nobody listens, in clear words, when no answer came in time, or with
   *   the answer's own refusal; {@link ansatz.experiment.ConfigException} and {@link ansatz.experiment.RunException}
   *   likewise, by the code of the answer
   */
  public static Map<String, Object> ask(Path folder, Map<String, Object> question, Duration limit) {
    byte[] line = Message.line(question);
    if (line.length > ControlServer.LONGEST_QUESTION) {
      throw new ConfigException("a question of " + line.length + " bytes: at most " + ControlServer.LONGEST_QUESTION);
    }
    String name = folder.getFileName().toString();
    return Message.checked(exchange(folder, name, endpoint(folder, name), line, limit));
  }

  private static Endpoint endpoint(Path folder, String name) {
    try {
      Optional<Endpoint> endpoint = Endpoint.read(folder);
      return endpoint.orElseThrow(() -> new RefusedException("run " + name + " is not running: ansatz resume "
          + name));
    } catch (IOException e) {
      throw new RunException("run " + name + " cannot be asked: " + e.getMessage(), e);
    }
  }

  private static Map<String, Object> exchange(Path folder, String name, Endpoint endpoint, byte[] line,
      Duration limit) {
    try (TimedConnection connection = connect(folder, name, endpoint)) {
      connection.write(endpoint.token().getBytes(StandardCharsets.US_ASCII), limit);
      connection.write(line, limit);
      return Message.tree(connection.line(LONGEST_ANSWER, limit));
    } catch (SocketTimeoutException e) {
      throw new RefusedException("run " + name + " did not answer within " + seconds(limit)
          + " s; its step may be long: ansatz status " + name);
    } catch (IOException e) {
      throw new RefusedException("run " + name + " closed the channel without an answer; it may have ended meanwhile: "
          + "ansatz status " + name);
    }
  }

  private static TimedConnection connect(Path folder, String name, Endpoint endpoint) throws IOException {
    if (endpoint.port() != 0 && ProcessHandle.of(endpoint.pid()).isEmpty()) {
      throw gone(name, endpoint); // Its port may belong to anybody by now.
    }
    try {
      return new TimedConnection(SocketChannel.open(endpoint.address(folder)));
    } catch (ConnectException e) {
      throw gone(name, endpoint);
    } catch (IOException e) {
      if (ProcessHandle.of(endpoint.pid()).isEmpty()) {
        throw gone(name, endpoint);
      }
      throw e;
    }
  }

  private static RefusedException gone(String name, Endpoint endpoint) {
    return new RefusedException("run " + name + " is not running, its process " + endpoint.pid()
        + " is gone: ansatz resume " + name);
  }

  private static String seconds(Duration limit) {
    return limit.toMillis() % 1000 == 0 ? String.valueOf(limit.toSeconds()) : String.valueOf(limit.toMillis() / 1e3);
  }
}
