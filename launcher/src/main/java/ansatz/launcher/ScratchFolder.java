package ansatz.launcher;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A folder for one process's throw-away files, held by an operating-system lock; those of processes that died are swept
 * by the next one, whatever way they died.
 *
 * <p>Tidying makes neither a start nor an end fail: what is gone already is fine, what cannot be removed is warned of
 * and left to the next process.
 */
final class ScratchFolder implements AutoCloseable {
  private static final String LOCK = "lock";

  /** The script makes the folder some moments before the process it is for can lock it. */
  private static final Duration NEWBORN = Duration.ofMinutes(1);

  /** Folders of this JVM: opening and closing the lock file a second time would free its lock. */
  private static final Set<Path> OWN = new HashSet<>();

  private final Path folder;
  private final FileChannel channel;

  private ScratchFolder(Path folder, FileChannel channel) {
    this.folder = folder;
    this.channel = channel;
  }

  /** Sweeps what dead processes left beside the folder, then creates and locks it. */
  static ScratchFolder take(Path given) {
    Path folder = given.toAbsolutePath().normalize();
    try {
      Path parent = folder.getParent();
      Files.createDirectories(parent);
      synchronized (OWN) {
        try (FileChannel gate = gate(parent)) {
          gate.lock();
          sweep(parent);
          Files.createDirectories(folder);
          FileChannel channel = open(folder);
          if (channel.tryLock() == null) {
            channel.close();
            throw new BootException(folder + " belongs to another process; set another java.io.tmpdir");
          }
          OWN.add(folder);
          return new ScratchFolder(folder, channel);
        }
      }
    } catch (IOException e) {
      throw new BootException("cannot write " + folder + " (" + e + ") — set ANSATZ_HOME to a folder of yours", e);
    }
  }

  /** For the framework's cache. */
  Path framework() {
    return folder.resolve("framework");
  }

  /**
   * Gives the folder back. What libraries keep in it is left to their own shutdown hooks and to the sweep of the next
   * process, for a hook that does not find its files prints a stack trace.
   */
  @Override
  public void close() {
    synchronized (OWN) {
      try (channel; FileChannel gate = gate(folder.getParent())) {
        gate.lock();
        delete(framework());
        if (isBare()) {
          delete(folder);
        }
      } catch (IOException | UncheckedIOException e) {
        warn(folder, e);
      } finally {
        OWN.remove(folder);
      }
    }
  }

  private boolean isBare() throws IOException {
    if (!Files.isDirectory(folder)) {
      return false;
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.allMatch(file -> file.endsWith(LOCK));
    }
  }

  private static FileChannel open(Path folder) throws IOException {
    return FileChannel.open(folder.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
  }

  /** Who sweeps, takes or gives back a folder holds the lock on this file. */
  private static FileChannel gate(Path parent) throws IOException {
    return FileChannel.open(parent.resolve(".gate"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
  }

  private static void sweep(Path parent) {
    try (Stream<Path> entries = Files.list(parent)) {
      List<Path> others = entries.filter(Files::isDirectory).filter(other -> !OWN.contains(other)).toList();
      others.forEach(ScratchFolder::sweepIfFree);
    } catch (IOException | UncheckedIOException e) {
      warn(parent, e);
    }
  }

  private static void sweepIfFree(Path other) {
    try {
      if (!Files.exists(other.resolve(LOCK)) && age(other).compareTo(NEWBORN) < 0) {
        return;
      }
      try (FileChannel channel = open(other); FileLock lock = channel.tryLock()) {
        if (lock != null) {
          delete(other);
        }
      }
    } catch (IOException e) {
      warn(other, e);
    }
  }

  /** Says what stays, unless it is gone anyway or somebody just put something in. */
  private static void warn(Path folder, Exception e) {
    if (Files.exists(folder) && !(e instanceof NoSuchFileException || e instanceof DirectoryNotEmptyException)) {
      System.err.println("warning: cannot tidy " + folder + " (" + e + "); it is left to the next start");
    }
  }

  private static Duration age(Path folder) throws IOException {
    return Duration.between(Files.getLastModifiedTime(folder).toInstant(), Instant.now());
  }

  private static void delete(Path folder) throws IOException {
    Files.walkFileTree(folder, new SimpleFileVisitor<>() {
      @Override
      public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
        Files.deleteIfExists(file);
        return FileVisitResult.CONTINUE;
      }

      @Override
      public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
        return gone(failure);
      }

      @Override
      public FileVisitResult postVisitDirectory(Path visited, IOException failure) throws IOException {
        if (failure != null) {
          gone(failure);
        }
        Files.deleteIfExists(visited);
        return FileVisitResult.CONTINUE;
      }
    });
  }

  /** Somebody else removed it first, or the failure goes on. */
  private static FileVisitResult gone(IOException failure) throws IOException {
    if (failure instanceof NoSuchFileException) {
      return FileVisitResult.CONTINUE;
    }
    throw failure;
  }
}
