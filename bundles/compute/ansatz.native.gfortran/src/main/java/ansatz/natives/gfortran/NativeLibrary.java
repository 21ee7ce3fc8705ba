package ansatz.natives.gfortran;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.SymbolLookup;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;

/**
 * A shared library for linux-x86_64 (glibc) that lies in a bundle.
 *
 * <p>Its content is named by a SHA-256 digest in the source, and it is unpacked to {@code FOLDER/DIGEST/NAME}, where
 * FOLDER is the system property {@code ansatz.natives}, or {@code ansatz-natives-USER} in the folder for temporary files.
 * The copy is written under another name, forced to disk and renamed, so that any number of processes can unpack at
 * once and none can ever see half a file. Its digest is taken while it is unpacked; what already lies there is checked
 * for size and for the CRC-32 that was written beside it then, and replaced when it is not the right one. Cost: some
 * 10 ms for 40 MB, of which a digest would take 100 to 300.
 *
 * @param owner a class of the bundle that holds the library
 * @param resource its absolute path in there; the last part NAME is also the name by which other libraries ask for it
 * @param size bytes
 * @param sha256 digest in lower-case hexadecimal
 */
public record NativeLibrary(Class<?> owner, String resource, long size, String sha256) {
  private static final String PLATFORM = "linux-x86_64";

  /** The file name. */
  public String name() {
    return resource.substring(resource.lastIndexOf('/') + 1);
  }

  /** The folder for unpacked libraries. */
  public static Path folder() {
    String folder = System.getProperty("ansatz.natives");
    return folder != null
        ? Path.of(folder)
        : Path.of(System.getProperty("java.io.tmpdir"), "ansatz-natives-" + System.getProperty("user.name"));
  }

  /**
   * Unpacks the library where that is still to be done, and loads it for the rest of the life of the process.
   *
   * <p>Libraries opened later find it under its name. Opening it again, in this or another class loader, gives the same
   * one.
   *
   * @throws IllegalStateException with the reason, when this platform or this machine cannot have it
   */
  public SymbolLookup open() {
    requirePlatform();
    return DynamicLoader.open(unpack());
  }

  /**
   * Unpacks the library where that is still to be done.
   *
   * @return the file, whose content is the right one
   */
  public Path unpack() {
    Path file = folder().resolve(sha256).resolve(name());
    try {
      if (!isIntact(file)) {
        Files.createDirectories(file.getParent());
        write(file);
      }
      return file;
    } catch (IOException e) {
      throw new IllegalStateException(name() + ": cannot be unpacked to " + file + " (" + e
          + "); set the system property ansatz.natives to a writable folder", e);
    }
  }

  /** @throws IllegalStateException unless this is Linux on x86-64 with the GNU C library */
  public void requirePlatform() {
    String os = System.getProperty("os.name");
    String arch = System.getProperty("os.arch");
    if (!os.equals("Linux") || !arch.equals("amd64")) {
      throw new IllegalStateException(name() + ": is built for " + PLATFORM + ", this is " + os + " on " + arch);
    }
    if (!DynamicLoader.isGlibc()) {
      throw new IllegalStateException(name() + ": is built for " + PLATFORM
          + " with the GNU C library, this machine has another C library (musl?)");
    }
  }

  private boolean isIntact(Path file) throws IOException {
    if (!Files.isRegularFile(file) || Files.size(file) != size) {
      return false;
    }
    Path sum = sum(file);
    if (Files.isRegularFile(sum)) {
      return crc32(file).equals(Files.readString(sum));
    }
    try (InputStream in = Files.newInputStream(file)) {
      Sums sums = copy(in, OutputStream.nullOutputStream());
      boolean intact = sums.sha256().equals(sha256);
      if (intact) {
        replace(sum, sums.crc32());
      }
      return intact;
    }
  }

  private void write(Path file) throws IOException {
    Path part = Files.createTempFile(file.getParent(), name(), ".part");
    try {
      try (FileChannel channel = FileChannel.open(part, StandardOpenOption.WRITE); InputStream in = stored()) {
        Sums sums = copy(in, Channels.newOutputStream(channel));
        if (!sums.sha256().equals(sha256)) {
          throw new IOException("the bundle holds content " + sums.sha256() + ", expected " + sha256);
        }
        channel.force(true);
        replace(sum(file), sums.crc32());
      }
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(part);
    }
  }

  /** Where the CRC-32 of the file stands, in hexadecimal. */
  private static Path sum(Path file) {
    return file.resolveSibling(file.getFileName() + ".crc32");
  }

  private static void replace(Path file, String content) throws IOException {
    Path part = Files.createTempFile(file.getParent(), file.getFileName().toString(), ".part");
    try {
      Files.move(Files.writeString(part, content), file, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(part);
    }
  }

  private InputStream stored() throws IOException {
    InputStream in = owner.getResourceAsStream(resource);
    if (in == null) {
      throw new IOException("the bundle of " + owner.getName() + " has no " + resource);
    }
    return in;
  }

  private record Sums(String sha256, String crc32) {}

  /** Copies everything and returns what it sums up to. */
  private static Sums copy(InputStream in, OutputStream out) throws IOException {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      CRC32 crc = new CRC32();
      try (InputStream summing = new CheckedInputStream(new DigestInputStream(in, digest), crc)) {
        summing.transferTo(out);
      }
      return new Sums(HexFormat.of().formatHex(digest.digest()), HexFormat.of().toHexDigits(crc.getValue(), 8));
    } catch (NoSuchAlgorithmException e) {
      throw new UncheckedIOException(new IOException(e));
    }
  }

  /** Where the system keeps the file in memory it is not copied for this. */
  private static String crc32(Path file) throws IOException {
    CRC32 crc = new CRC32();
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ); Arena arena = Arena.ofConfined()) {
      crc.update(channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), arena).asByteBuffer());
    }
    return HexFormat.of().toHexDigits(crc.getValue(), 8);
  }
}
