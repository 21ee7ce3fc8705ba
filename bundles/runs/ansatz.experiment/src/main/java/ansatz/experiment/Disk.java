package ansatz.experiment;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * The few operations by which files become durable, one method each, so that a test can record their order, lose what
 * was not forced, or fail any of them.
 */
public interface Disk {
  /** Writes a new file; its content is not durable yet. */
  void write(Path file, byte[] content) throws IOException;

  /** Makes the content of a file durable. */
  void force(Path file) throws IOException;

  /** Moves a file over another name in one instant. */
  void rename(Path from, Path to) throws IOException;

  /** Makes one folder, which must not be there; its name is not durable yet. */
  void makeFolder(Path folder) throws IOException;

  /** Makes a folder and those above it where they are missing, names durable. */
  default void makeFolders(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      makeFolders(folder.getParent());
      try {
        makeFolder(folder);
      } catch (FileAlreadyExistsException e) {
        // Another process made it in the meantime; its name has to be durable for us all the same.
      }
      forceFolder(folder.getParent());
    }
  }

  /** Makes names in a folder durable. */
  void forceFolder(Path folder) throws IOException;

  byte[] read(Path file) throws IOException;

  void delete(Path file) throws IOException;

  /** Writes a file whole or not at all: temp, force, rename, force the folder. */
  default void replace(Path file, byte[] content) throws IOException {
    Path temp = file.resolveSibling(file.getFileName() + ".tmp");
    try {
      write(temp, content);
      force(temp);
      rename(temp, file);
    } catch (IOException e) {
      delete(temp);
      throw e;
    }
    forceFolder(file.getParent());
  }

  /** The file system itself. */
  Disk SYSTEM = new Disk() {
    @Override
    public void write(Path file, byte[] content) throws IOException {
      try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE,
          StandardOpenOption.TRUNCATE_EXISTING)) {
        for (ByteBuffer rest = ByteBuffer.wrap(content); rest.hasRemaining();) {
          channel.write(rest);
        }
      }
    }

    @Override
    public void force(Path file) throws IOException {
      try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
        channel.force(true);
      }
    }

    @Override
    public void rename(Path from, Path to) throws IOException {
      Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    }

    @Override
    public void makeFolder(Path folder) throws IOException {
      Files.createDirectory(folder);
    }

    @Override
    public void forceFolder(Path folder) throws IOException {
      try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
        channel.force(true);
      }
    }

    @Override
    public byte[] read(Path file) throws IOException {
      return Files.readAllBytes(file);
    }

    @Override
    public void delete(Path file) throws IOException {
      Files.deleteIfExists(file);
    }
  };
}
