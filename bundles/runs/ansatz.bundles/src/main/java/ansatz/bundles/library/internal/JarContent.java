package ansatz.bundles.library.internal;

import ansatz.experiment.RefusedException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Set;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/** Rules for the entries of a jar; each of them is read once, to its end. */
final class JarContent {
  static final int MOST_ENTRIES = 20_000;
  static final long MOST_BYTES = 512L << 20;
  static final int MOST_RATIO = 100;

  /** Small files may be anything, such as a page of zeros. */
  private static final long RATIO_COUNTS_FROM = 16L << 20;

  private static final int CLASS_MAGIC = 0xCAFEBABE;
  private static final int CLASS_HEADER = 8;
  private static final int MAJOR_OF_JAVA_0 = 44;
  private static final String REBUILD = " — build it anew with bnd or the jar tool";

  private final String jar;
  private final ZipFile zip;
  private final long packed;
  private final long most;
  private final byte[] buffer = new byte[1 << 16];
  private long unpacked;

  private JarContent(String jar, ZipFile zip, long most) {
    this.jar = jar;
    this.zip = zip;
    this.packed = Path.of(zip.getName()).toFile().length();
    this.most = most;
  }

  /**
   * @param jar what to call it in messages
   * @param most bytes that it may unpack to
   * @throws ZipException when it is damaged
   * @throws RefusedException naming the rule
   */
  static void check(String jar, ZipFile zip, long most) throws IOException {
    new JarContent(jar, zip, most).check();
  }

  private void check() throws IOException {
    if (zip.size() > MOST_ENTRIES) {
      throw refused("has " + zip.size() + " entries, at most " + MOST_ENTRIES + " are taken",
          " — put data into files beside the bundle");
    }
    Set<String> names = new HashSet<>();
    for (Iterator<? extends ZipEntry> entries = zip.entries().asIterator(); entries.hasNext();) {
      ZipEntry entry = entries.next();
      name(entry.getName());
      if (!names.add(entry.getName())) {
        throw refused("has two entries '" + entry.getName() + "', of which readers take either", REBUILD);
      }
      read(entry);
    }
  }

  private void name(String name) {
    boolean plain = !name.isEmpty() && !name.startsWith("/") && name.indexOf('\\') < 0 && !name.matches("^[A-Za-z]:.*")
        && name.chars().noneMatch(Character::isISOControl);
    for (String part : name.split("/")) {
      plain &= !part.equals("..") && !part.equals(".");
    }
    if (!plain) {
      throw refused("has an entry '" + name + "', which would be written outside of its folder", REBUILD);
    }
  }

  private void read(ZipEntry entry) throws IOException {
    CRC32 crc = new CRC32();
    long size = 0;
    try (InputStream in = zip.getInputStream(entry)) {
      for (int n = in.readNBytes(buffer, 0, buffer.length); n > 0; n = in.readNBytes(buffer, 0, buffer.length)) {
        if (size == 0) {
          java(entry.getName(), n);
        }
        crc.update(buffer, 0, n);
        size += n;
        unpacked += n;
        bomb();
      }
    }
    if (size != entry.getSize() || crc.getValue() != entry.getCrc()) {
      throw new ZipException("entry '" + entry.getName() + "' is not what its checksum says");
    }
  }

  private void bomb() {
    if (unpacked > most) {
      throw refused("unpacks to more than " + (most >> 20) + " MB", " — put data into files beside the bundle");
    }
    if (unpacked > RATIO_COUNTS_FROM && unpacked / MOST_RATIO > packed) {
      throw refused("unpacks to more than " + MOST_RATIO + " times its size, as bombs do",
          " — put data into files beside the bundle");
    }
  }

  private void java(String name, int length) {
    if (!name.endsWith(".class") || name.startsWith("META-INF/versions/") || length < CLASS_HEADER) {
      return;
    }
    int magic = buffer[0] << 24 | (buffer[1] & 0xFF) << 16 | (buffer[2] & 0xFF) << 8 | buffer[3] & 0xFF;
    int java = ((buffer[6] & 0xFF) << 8 | buffer[7] & 0xFF) - MAJOR_OF_JAVA_0;
    int here = Runtime.version().feature();
    if (magic == CLASS_MAGIC && java > here) {
      throw refused("has classes for Java " + java + " (" + name + "), this is Java " + here,
          " — compile with --release " + here);
    }
  }

  private RefusedException refused(String rule, String cure) {
    return new RefusedException(jar + ": it " + rule + cure);
  }
}
