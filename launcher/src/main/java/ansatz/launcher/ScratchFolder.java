package ansatz.launcher;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A folder for one process's throw-away files, held by an operating-system lock; those of processes that died are swept
 * by the next one, whatever way they died.
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
  static ScratchFolder take(Path folder) {
    try {
      Path parent = folder.toAbsolutePath().getParent();
      Files.createDirectories(parent);
      synchronized (OWN) {
        try (FileChannel gate = FileChannel.open(parent.resolve(".gate"), StandardOpenOption.CREATE,
            StandardOpenOption.WRITE)) {
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
      try (channel) {
        delete(framework());
        if (isBare()) {
          delete(folder);
        }
      } catch (IOException e) {
        throw new UncheckedIOException("cannot remove " + folder, e);
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

  private static void sweep(Path parent) throws IOException {
    try (DirectoryStream<Path> folders = Files.newDirectoryStream(parent, Files::isDirectory)) {
      for (Path other : folders) {
        if (!OWN.contains(other)) {
          sweepIfFree(other);
        }
      }
    }
  }

  private static void sweepIfFree(Path other) throws IOException {
    if (!Files.exists(other.resolve(LOCK)) && age(other).compareTo(NEWBORN) < 0) {
      return;
    }
    try (FileChannel channel = open(other); FileLock lock = channel.tryLock()) {
      if (lock != null) {
        delete(other);
      }
    }
  }

  private static Duration age(Path folder) throws IOException {
    return Duration.between(Files.getLastModifiedTime(folder).toInstant(), Instant.now());
  }

  private static void delete(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    Files.walkFileTree(folder, new SimpleFileVisitor<>() {
      @Override
      public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
        Files.delete(file);
        return FileVisitResult.CONTINUE;
      }

      @Override
      public FileVisitResult postVisitDirectory(Path visited, IOException failure) throws IOException {
        if (failure != null) {
          throw failure;
        }
        Files.delete(visited);
        return FileVisitResult.CONTINUE;
      }
    });
  }
}
