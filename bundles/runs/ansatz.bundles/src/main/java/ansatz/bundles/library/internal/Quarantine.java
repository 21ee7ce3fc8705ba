package ansatz.bundles.library.internal;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * A folder beside the content store for what is not in it yet, {@code bundles/quarantine/UUID}: held by an operating
 * system's lock, removed at the end; those of processes that died are swept by the next one, whatever way they died.
 */
public final class Quarantine implements AutoCloseable {
  private static final String LOCK = "lock";

  /** Folders of this process: closing a second channel on a lock's file would give the lock up. */
  private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

  private final Path folder;
  private final FileChannel channel;

  private Quarantine(Path folder, FileChannel channel) {
    this.folder = folder;
    this.channel = channel;
  }

  /** Takes a new folder; sweeps what dead processes left. */
  public static Quarantine take(Path bundles) throws IOException {
    Path parent = bundles.resolve("quarantine");
    Files.createDirectories(parent);
    return gated(bundles, () -> {
      sweep(parent);
      Path folder = Files.createDirectory(parent.resolve(UUID.randomUUID().toString()));
      FileChannel channel = FileChannel.open(folder.resolve(LOCK), StandardOpenOption.CREATE_NEW,
          StandardOpenOption.WRITE);
      channel.lock();
      HELD.add(folder);
      return new Quarantine(folder, channel);
    });
  }

  /** Something to do while no other process or thread does such. */
  @FunctionalInterface
  public interface Action<T> {
    T run() throws IOException;
  }

  /** Acts while no other process or thread of this home does through here. */
  @SuppressWarnings("try")
  public static synchronized <T> T gated(Path bundles, Action<T> action) throws IOException {
    Files.createDirectories(bundles);
    try (FileChannel gate = FileChannel.open(bundles.resolve(".gate"), StandardOpenOption.CREATE,
        StandardOpenOption.WRITE); FileLock lock = gate.lock()) {
      return action.run();
    }
  }

  public Path folder() {
    return folder;
  }

  @Override
  public void close() throws IOException {
    try (channel) {
      delete(folder);
    } finally {
      HELD.remove(folder);
    }
  }

  /** Called within the gate, so that no folder is seen before it is locked. */
  private static void sweep(Path parent) throws IOException {
    try (DirectoryStream<Path> folders = Files.newDirectoryStream(parent)) {
      for (Path other : folders) {
        if (!HELD.contains(other) && isFree(other.resolve(LOCK))) {
          delete(other);
        }
      }
    }
  }

  private static boolean isFree(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE); FileLock lock = channel.tryLock()) {
      return lock != null;
    } catch (NoSuchFileException e) {
      return true;
    }
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (NoSuchFileException e) {
      // The other process has just removed it itself.
    }
  }
}
