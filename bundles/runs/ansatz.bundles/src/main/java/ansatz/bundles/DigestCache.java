package ansatz.bundles;

import ansatz.experiment.Disk;
import ansatz.experiment.Trees;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;

/**
 * Digests of files that have not changed since they were computed, so that a run does not read every bundle again.
 *
 * <p>A file counts as unchanged while its inode, size and change time are the same; the kernel sets the change time at
 * every write and nobody can set it back. Where a file system has none of these, nothing is remembered. Its clock ticks
 * coarsely: a file that was written just now may be written again at the same time, and is not remembered either.
 */
public final class DigestCache {
  private static final String TEMP = ".tmp";

  /** Nobody writes that long. */
  private static final Duration LIFE = Duration.ofMinutes(1);

  /** The coarsest tick of a file system's clock. */
  private static final Duration TICK = Duration.ofSeconds(2);

  private final Path file;
  private final Disk disk;
  private final InstantSource clock;
  private Map<String, Object> known;
  private boolean changed;

  public DigestCache(Path file, Disk disk) {
    this(file, disk, InstantSource.system());
  }

  /** @param clock tells which files were written just now */
  public DigestCache(Path file, Disk disk, InstantSource clock) {
    this.file = file;
    this.disk = disk;
    this.clock = clock;
  }

  /** The digest of a jar. */
  public synchronized String of(Path jar) throws IOException {
    String stamp = stamp(jar);
    if (stamp.isEmpty()) {
      return ContentDigest.of(jar);
    }
    if (known == null) {
      known = load();
    }
    String key = jar.toString();
    if (known.get(key) instanceof String entry && entry.startsWith(stamp + " ")) {
      return entry.substring(stamp.length() + 1);
    }
    String digest = ContentDigest.of(jar);
    known.put(key, stamp + " " + digest);
    changed = true;
    return digest;
  }

  /** Writes what was added; a cache that cannot be written costs time, never a run. */
  public synchronized void save() {
    if (changed) {
      try {
        Files.createDirectories(file.getParent());
        sweep();
        Map<String, Object> all = load();
        all.putAll(known);
        replace(Trees.json(all));
        changed = false;
      } catch (IOException e) {
        System.getLogger(DigestCache.class.getName()).log(System.Logger.Level.INFO, "digests not remembered: " + file,
            e);
      }
    }
  }

  /** Other processes write the same file: each has a temporary name of its own, and the last one stays. */
  private void replace(byte[] content) throws IOException {
    Path temp = file.resolveSibling(file.getFileName() + "." + UUID.randomUUID() + TEMP);
    try {
      disk.write(temp, content);
      disk.force(temp);
      disk.rename(temp, file);
    } finally {
      disk.delete(temp);
    }
  }

  /** What processes left that were killed while they wrote. */
  private void sweep() throws IOException {
    Instant dead = Instant.now().minus(LIFE);
    try (DirectoryStream<Path> temps = Files.newDirectoryStream(file.toAbsolutePath().getParent(),
        file.getFileName() + ".*" + TEMP)) {
      for (Path temp : temps) {
        if (Files.getLastModifiedTime(temp).toInstant().isBefore(dead)) {
          disk.delete(temp);
        }
      }
    } catch (NoSuchFileException e) {
      // Another process has just renamed or swept it.
    }
  }

  private Map<String, Object> load() {
    try {
      return Files.exists(file) ? new TreeMap<>(Trees.fromJson(disk.read(file))) : new TreeMap<>();
    } catch (IOException e) {
      return new TreeMap<>();
    }
  }

  /** What changes with a file's content; empty where that cannot be said. */
  public String stamp(Path jar) throws IOException {
    try {
      Instant settled = clock.instant().minus(TICK);
      Map<String, Object> facts = Files.readAttributes(jar, "unix:ino,dev,size,ctime");
      FileTime written = (FileTime) Objects.requireNonNull(facts.get("ctime"));
      if (written.toInstant().isAfter(settled)) {
        return "";
      }
      return facts.get("dev") + ":" + facts.get("ino") + ":" + facts.get("size") + ":"
          + written;
    } catch (UnsupportedOperationException | IllegalArgumentException e) {
      return "";
    }
  }
}
