package ansatz.store.sqlite.internal;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import org.sqlite.SQLiteJDBCLoader;
import org.sqlite.util.LibraryLoaderUtil;

/**
 * Where SQLite's native code lies on disk. The driver by itself unpacks a copy at every start, which stays behind when
 * the process is killed. Where {@code ansatz.natives} names a folder, one copy is kept there instead; the driver still
 * does the loading, as owner of the library.
 */
final class NativeLibrary {
  /** System property: the folder for native libraries. */
  static final String FOLDER = "ansatz.natives";

  /** The driver's own property: where it looks first. */
  static final String DRIVER_FOLDER = "org.sqlite.lib.path";

  private NativeLibrary() {}

  static synchronized void unpackOnce() {
    String natives = System.getProperty(FOLDER);
    if (natives == null || System.getProperty(DRIVER_FOLDER) != null) {
      return;
    }
    String name = LibraryLoaderUtil.getNativeLibName();
    String resource = LibraryLoaderUtil.getNativeLibResourcePath() + "/" + name;
    try (InputStream in = SQLiteJDBCLoader.class.getResourceAsStream(resource)) {
      if (in == null) {
        return; // no library for this machine: the driver says so itself, naming system and processor
      }
      Path folder = Path.of(natives, "sqlite-jdbc-" + SQLiteJDBCLoader.getVersion());
      unpack(in.readAllBytes(), folder.resolve(name));
      System.setProperty(DRIVER_FOLDER, folder.toString());
    } catch (IOException e) {
      System.getLogger(NativeLibrary.class.getName()).log(System.Logger.Level.DEBUG,
          "SQLite's library is unpacked for this start only, since " + natives + " cannot be used", e);
    }
  }

  /** Other processes may be doing the same, or have the present file loaded: it is only ever replaced whole. */
  private static void unpack(byte[] library, Path file) throws IOException {
    if (Files.exists(file) && Arrays.equals(Files.readAllBytes(file), library)) {
      return;
    }
    Files.createDirectories(file.getParent());
    Path temp = file.resolveSibling(file.getFileName() + "." + ProcessHandle.current().pid());
    try {
      Files.write(temp, library);
      Files.move(temp, file, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(temp);
    }
  }
}
