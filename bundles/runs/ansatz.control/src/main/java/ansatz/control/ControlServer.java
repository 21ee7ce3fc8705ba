package ansatz.control;

import ansatz.experiment.ConfigException;
import ansatz.experiment.RefusedException;
import ansatz.experiment.RunException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import jdk.net.ExtendedSocketOptions;

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

  static final int LONGEST_QUESTION = 1 << 16;

  /** The kernel allows 107 bytes on Linux and 103 on macOS. */
  private static final int LONGEST_PATH = 100;
  private static final int TOKEN_BYTES = 32;
  private static final Duration TOKEN_LIMIT = Duration.ofSeconds(2);
  private static final Duration LINE_LIMIT = Duration.ofSeconds(10);
  private static final int CONNECTIONS = 64;
  private static final int WAITING_CONNECTIONS = 128;
  private static final Duration CLOSE_LIMIT = Duration.ofSeconds(1);
  private static final long PAUSE_NANOS = 100_000_000;

  private final Path folder;
  private final Function<Map<String, Object>, Map<String, Object>> answer;
  private final ServerSocketChannel listening;
  private final Endpoint endpoint;
  private final UserPrincipal owner;
  private final Semaphore free = new Semaphore(CONNECTIONS);
  private final Set<TimedConnection> connections = ConcurrentHashMap.newKeySet();

  private ControlServer(Path folder, Function<Map<String, Object>, Map<String, Object>> answer,
      ServerSocketChannel listening) throws IOException {
    this.folder = folder;
    this.answer = answer;
    this.listening = listening;
    byte[] token = new byte[TOKEN_BYTES];
    new SecureRandom().nextBytes(token);
    int port = listening.getLocalAddress() instanceof InetSocketAddress inet ? inet.getPort() : 0;
    endpoint = new Endpoint(port, HexFormat.of().formatHex(token), ProcessHandle.current().pid());
    endpoint.write(folder);
    owner = Files.getOwner(folder.resolve(FILE));
  }

  /**
   * Opens the channel and writes {@value #FILE} into the folder; a stale one of a dead process is replaced.
   *
   * @param answer from the question's tree to the answer's tree; on a thread of its own; an exception becomes an answer
   *   {@code {error: message, code: exit code}}
   * @throws RefusedException when another process, or this one, listens there already
   */
  public static ControlServer open(Path folder, Function<Map<String, Object>, Map<String, Object>> answer) {
    try {
      ServerSocketChannel listening = listen(folder);
      try {
        ControlServer server = new ControlServer(folder, answer, listening);
        Thread.ofPlatform().daemon().name("control").start(server::accept);
        return server;
      } catch (IOException | RuntimeException e) {
        listening.close();
        throw e;
      }
    } catch (IOException e) {
      throw new RunException("no channel for questions could be opened in " + folder + ": " + e.getMessage(), e);
    }
  }

  private static ServerSocketChannel listen(Path folder) throws IOException {
    requireNobody(folder);
    Path socket = Endpoint.socket(folder);
    if (socket.toString().getBytes(StandardCharsets.UTF_8).length >= LONGEST_PATH) {
      return bound(ServerSocketChannel.open(), new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    }
    Set<PosixFilePermission> mine = PosixFilePermissions.fromString("rwx------");
    try {
      Files.createDirectory(socket.getParent(), PosixFilePermissions.asFileAttribute(mine));
    } catch (FileAlreadyExistsException e) {
      Files.setPosixFilePermissions(socket.getParent(), mine);
    }
    Files.deleteIfExists(socket);
    return bound(ServerSocketChannel.open(StandardProtocolFamily.UNIX), UnixDomainSocketAddress.of(socket));
  }

  private static ServerSocketChannel bound(ServerSocketChannel channel, SocketAddress address) throws IOException {
    try {
      channel.bind(address, WAITING_CONNECTIONS);
      if (address instanceof UnixDomainSocketAddress unix) {
        Files.setPosixFilePermissions(unix.getPath(), PosixFilePermissions.fromString("rw-------"));
      }
      return channel;
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  /** What a process left that is gone may be replaced; what another one listens on may not. */
  private static void requireNobody(Path folder) throws IOException {
    Endpoint old = Endpoint.read(folder).orElse(null);
    if (old != null && ProcessHandle.of(old.pid()).isPresent() && old.port() == 0) {
      try (SocketChannel _ = SocketChannel.open(old.address(folder))) {
        throw new RefusedException("process " + old.pid() + " listens in " + folder + " already");
      } catch (IOException e) {
        // Nobody accepts there: the process has died and another one has its number now.
        return;
      }
    }
  }

  private void accept() {
    while (listening.isOpen()) {
      free.acquireUninterruptibly();
      SocketChannel connection;
      try {
        connection = listening.accept();
      } catch (IOException e) {
        free.release();
        // Closed, or out of descriptors, most likely: the next one may be lucky, and the run must not suffer.
        LockSupport.parkNanos(listening.isOpen() ? PAUSE_NANOS : 0);
        continue;
      }
      Thread.ofPlatform().daemon().name("control-answer").start(() -> serve(connection));
    }
  }

  private void serve(SocketChannel channel) {
    try (TimedConnection connection = new TimedConnection(channel)) {
      connections.add(connection);
      try {
        if (sameUser(channel) && knowsToken(connection)) {
          Map<String, Object> reply = reply(connection.line(LONGEST_QUESTION, LINE_LIMIT));
          connection.write(Message.line(reply), LINE_LIMIT);
        }
      } finally {
        connections.remove(connection);
      }
    } catch (IOException e) {
      // Whoever is too slow, says too much, or is gone gets no answer.
      return;
    } finally {
      free.release();
    }
  }

  private boolean sameUser(SocketChannel channel) throws IOException {
    return endpoint.port() != 0
        || channel.getOption(ExtendedSocketOptions.SO_PEERCRED).user().equals(owner);
  }

  private boolean knowsToken(TimedConnection connection) throws IOException {
    byte[] shown = connection.exactly(2 * TOKEN_BYTES, TOKEN_LIMIT);
    return MessageDigest.isEqual(shown, endpoint.token().getBytes(StandardCharsets.US_ASCII));
  }

  private Map<String, Object> reply(byte[] line) {
    Map<String, Object> question;
    try {
      question = Message.tree(line);
    } catch (IOException e) {
      return Message.error(new ConfigException("a question is one JSON object in one line"));
    }
    try {
      return answer.apply(question);
    } catch (RuntimeException | Error e) {
      return Message.error(e);
    }
  }

  /**
   * Accepts nobody any more, lets answers under way be written, closes every connection and takes {@value #FILE} back.
   *
   * @throws RunException when files stay behind; all that listened is closed then, too
   */
  @Override
  public void close() {
    List<IOException> problems = new ArrayList<>();
    attempt(listening::close, problems);
    try {
      free.tryAcquire(CONNECTIONS, CLOSE_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    for (TimedConnection connection : connections) {
      attempt(connection::close, problems);
    }
    attempt(() -> Files.deleteIfExists(folder.resolve(FILE)), problems);
    if (endpoint.port() == 0) {
      Path socket = Endpoint.socket(folder);
      attempt(() -> Files.deleteIfExists(socket), problems);
      attempt(() -> Files.deleteIfExists(socket.getParent()), problems);
    }
    if (!problems.isEmpty()) {
      IOException first = problems.getFirst();
      throw new RunException("the channel in " + folder + " left something behind: " + reason(first), first);
    }
  }

  /** Something that is done whatever became of the rest. */
  private interface Act {
    void run() throws IOException;
  }

  private static void attempt(Act act, List<IOException> problems) {
    try {
      act.run();
    } catch (IOException e) {
      problems.add(e);
    }
  }

  private static String reason(IOException e) {
    return e instanceof DirectoryNotEmptyException ? "folder " + e.getMessage() + " holds other files" : e.getMessage();
  }
}
