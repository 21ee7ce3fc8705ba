package ansatz.bundles;

import ansatz.experiment.Disk;
import ansatz.experiment.Home;
import java.nio.file.Path;

/**
 * Every bundle ever used in a home, one file each, found by the digest of its content: {@code $home/bundles/SHA256.jar}.
 * Files are written whole or not at all and never changed.
 */
public final class ContentStore {
  private final Path folder;
  private final Disk disk;

  public ContentStore(Home home, Disk disk) {
    this.folder = home.bundles();
    this.disk = disk;
  }

  /** Where the bundle with that digest is or would be. */
  public Path path(String sha256) {
    return folder.resolve(sha256 + ".jar");
  }
}
