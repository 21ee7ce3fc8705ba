package ansatz.runner.home.internal;

import ansatz.experiment.RunException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/**
 * The lock that says that a run is running: held by its process, freed by the kernel when that ends in whatever way.
 *
 * <p>POSIX frees a process' lock as soon as it closes <em>any</em> channel on the file, so the holder remembers what it
 * holds and never opens the file again.
 */
public final class RunLock implements AutoCloseable {
  private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

  private final Path file;
  private final FileChannel channel;

  private RunLock(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  /** The lock of a run's folder, or nothing when somebody holds it. */
  public static Optional<RunLock> acquire(Path folder) {
    for (int i = 0; i < 20; i++) {
      Optional<RunLock> lock = open(folder, false);
      if (lock.isPresent() || HELD.contains(file(folder))) {
        return lock;
      }
      // A reader that only looks whether the run is alive holds a shared lock for an instant.
      LockSupport.parkNanos(10_000_000);
    }
    return Optional.empty();
  }

  /** Whether some process holds the lock of a run's folder. */
  public static synchronized boolean held(Path folder) {
    if (!Files.isDirectory(folder)) {
      return false;
    }
    Optional<RunLock> probe = open(folder, true);
    probe.ifPresent(RunLock::close);
    return probe.isEmpty();
  }

  private static synchronized Optional<RunLock> open(Path folder, boolean shared) {
    Path file = file(folder);
    if (HELD.contains(file)) {
      return Optional.empty();
    }
    try {
      FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ,
          StandardOpenOption.WRITE);
      if (!locked(channel, shared)) {
        return Optional.empty();
      }
      if (!shared) {
        HELD.add(file);
      }
      return Optional.of(new RunLock(file, channel));
    } catch (IOException e) {
      throw new RunException(file + ": cannot be locked: " + e.getMessage(), e);
    }
  }

  /** Locks the file, or closes it. */
  private static boolean locked(FileChannel channel, boolean shared) throws IOException {
    boolean locked = false;
    try {
      locked = channel.tryLock(0, Long.MAX_VALUE, shared) != null;
      return locked;
    } finally {
      if (!locked) {
        channel.close();
      }
    }
  }

  private static Path file(Path folder) {
    return folder.toAbsolutePath().normalize().resolve("lock");
  }

  @Override
  public void close() {
    synchronized (RunLock.class) {
      try {
        channel.close();
      } catch (IOException e) {
        throw new RunException(file + ": cannot be unlocked: " + e.getMessage(), e);
      } finally {
        HELD.remove(file);
      }
    }
  }
}
