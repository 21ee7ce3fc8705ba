package ansatz.control;

import ansatz.experiment.Disk;
import ansatz.experiment.Trees;
import com.fasterxml.jackson.core.JacksonException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * What {@value ControlServer#FILE} says: where to ask, with which token, and which process answers.
 *
 * @param port on the loopback interface; 0 where there is a socket in the folder
 */
record Endpoint(int port, String token, long pid) {
  /** The folder of the socket, and its name there. */
  private static final Path SOCKET = Path.of("control", "socket");

  /** Where the socket of a folder is. */
  static Path socket(Path folder) {
    return folder.toAbsolutePath().resolve(SOCKET);
  }

  SocketAddress address(Path folder) {
    return port == 0
        ? UnixDomainSocketAddress.of(socket(folder))
        : new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
  }

  /** Writes the file whole or not at all; nobody but the owner could read it at any time. */
  void write(Path folder) throws IOException {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("port", port);
    tree.put("pid", pid);
    tree.put("token", token);
    Path temp = folder.resolve("." + ControlServer.FILE + "." + UUID.randomUUID());
    Files.createFile(temp, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    try {
      Disk.SYSTEM.write(temp, Trees.json(tree));
      Disk.SYSTEM.force(temp);
      Disk.SYSTEM.rename(temp, folder.resolve(ControlServer.FILE));
      Disk.SYSTEM.forceFolder(folder);
    } finally {
      Disk.SYSTEM.delete(temp);
    }
  }

  /** What the file of a folder says; empty where there is none. */
  static Optional<Endpoint> read(Path folder) throws IOException {
    try {
      Map<String, Object> tree = Trees.fromJson(Disk.SYSTEM.read(folder.resolve(ControlServer.FILE)));
      return Optional.of(new Endpoint(((Number) tree.get("port")).intValue(), (String) tree.get("token"),
          ((Number) tree.get("pid")).longValue()));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (JacksonException | NullPointerException | ClassCastException e) {
      throw new IOException(folder.resolve(ControlServer.FILE)
          + " is not what was written there; end the run by Ctrl-C, then ansatz resume " + folder.getFileName(), e);
    }
  }

  /** Without the token: this may end up in a log. */
  @Override
  public String toString() {
    return "Endpoint[port=" + port + ", pid=" + pid + "]";
  }
}
