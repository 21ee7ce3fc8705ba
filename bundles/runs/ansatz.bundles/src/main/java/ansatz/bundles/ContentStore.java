package ansatz.bundles;

import ansatz.bundles.library.internal.Quarantine;
import ansatz.experiment.Disk;
import ansatz.experiment.Home;
import ansatz.experiment.RunException;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Every bundle ever used in a home, one file each, found by the digest of its content: {@code $home/bundles/SHA256.jar}.
 * Files are written whole or not at all and never changed.
 *
 * <p>Order: a copy in quarantine, forced, read back, renamed into place, the folder forced. Any number of processes may
 * put the same bundle at the same time.
 */
public final class ContentStore {
  private static final String JAR = ".jar";

  private final Path folder;
  private final Disk disk;

  public ContentStore(Home home, Disk disk) {
    this.folder = home.bundles();
    this.disk = disk;
  }

  /** Where the bundle with that digest is or would be. */
  public Path path(String sha256) {
    return folder.resolve(sha256 + JAR);
  }

  /** Where the verdict on the bundle with that digest is or would be. */
  public Path verdict(String sha256) {
    return folder.resolve(sha256 + ".verdict.json");
  }

  /** Where the newest verdict that refused the bundle with that digest is or would be. */
  public Path refusal(String sha256) {
    return folder.resolve(sha256 + ".refused.json");
  }

  /** Makes sure that a bundle is here, durably. A damaged file of that digest is replaced. @return its digest */
  public String put(Path jar) {
    try {
      String sha256 = ContentDigest.of(jar);
      if (!holds(sha256)) {
        write(Map.of(path(sha256), disk.read(jar)), (copy, target) -> {
          if (!path(ContentDigest.of(copy)).equals(target)) {
            throw new IOException(jar + " changed while it was copied, or the disk does not keep what it is given");
          }
        });
      }
      disk.forceFolder(folder);
      return sha256;
    } catch (IOException e) {
      throw failure(e);
    }
  }

  /** Makes sure that these bundles are here, durably, reading only those that are not. @return digest by file */
  public Map<Path, String> keep(Collection<Path> jars, DigestCache digests) {
    try {
      Map<Path, String> kept = new LinkedHashMap<>();
      Map<Path, byte[]> missing = new LinkedHashMap<>();
      for (Path jar : jars) {
        String sha256 = digests.of(jar);
        kept.put(jar, sha256);
        if (!Files.exists(path(sha256))) {
          byte[] content = disk.read(jar);
          if (!digests.of(jar).equals(sha256)) {
            throw new IOException(jar + " changed while it was copied");
          }
          missing.put(path(sha256), content);
        }
      }
      if (!missing.isEmpty()) {
        write(missing, (copy, target) -> {
          if (!Arrays.equals(disk.read(copy), missing.get(target))) {
            throw new IOException("the disk does not keep what it is given");
          }
        });
      }
      disk.forceFolder(folder);
      return kept;
    } catch (IOException e) {
      throw failure(e);
    }
  }

  /** Keeps a verdict under {@link #verdict} or {@link #refusal}; a newer one takes the place of an older one. */
  public void putVerdict(Path verdict, byte[] json) {
    try {
      write(Map.of(verdict, json), (copy, target) -> {});
      disk.forceFolder(folder);
    } catch (IOException e) {
      throw failure(e);
    }
  }

  /** Files that are not what their names say. */
  public List<String> verify() {
    List<String> problems = new ArrayList<>();
    if (!Files.isDirectory(folder)) {
      return problems;
    }
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*" + JAR)) {
      for (Path file : files) {
        String sha256 = file.getFileName().toString().replace(JAR, "");
        if (!holds(sha256)) {
          problems.add(file + " is damaged: its content is not that of its digest");
        }
      }
    } catch (IOException e) {
      problems.add(folder + " cannot be read: " + e.getMessage());
    }
    return problems;
  }

  /** Whether the file of that digest is there and has it. */
  public boolean holds(String sha256) {
    try {
      return Files.exists(path(sha256)) && ContentDigest.of(path(sha256)).equals(sha256);
    } catch (IOException e) {
      return false;
    }
  }

  /** Looks at a copy that is to become a file. */
  private interface ReadBack {
    void check(Path copy, Path target) throws IOException;
  }

  /** Whole or not at all; the folder is not forced yet. */
  private void write(Map<Path, byte[]> files, ReadBack readBack) throws IOException {
    disk.makeFolders(folder);
    try (Quarantine quarantine = Quarantine.take(folder)) {
      Map<Path, Path> copies = new LinkedHashMap<>();
      for (Map.Entry<Path, byte[]> file : files.entrySet()) {
        Path copy = quarantine.folder().resolve(file.getKey().getFileName());
        disk.write(copy, file.getValue());
        copies.put(copy, file.getKey());
      }
      for (Map.Entry<Path, Path> copy : copies.entrySet()) {
        disk.force(copy.getKey());
        readBack.check(copy.getKey(), copy.getValue());
        disk.rename(copy.getKey(), copy.getValue());
      }
    }
  }

  private RunException failure(IOException e) {
    return new RunException(folder + ": " + e + " — free some space or make it writable; nothing was changed", e);
  }
}
