package ansatz.store.sqlite.internal;

import ansatz.experiment.RefusedException;
import ansatz.experiment.RunException;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The folder of a home: on a local disk, closed to other people, with room left. */
public final class HomeFolder {
  private static final long GIB = 1L << 30;
  private static final Set<String> NETWORK = Set.of("nfs", "nfs4", "cifs", "smb", "smb2", "smb3", "smbfs", "afpfs",
      "afs",
      "webdav", "9p", "lustre", "gpfs", "beegfs", "ceph", "glusterfs", "orangefs", "ncpfs", "fuse");

  private HomeFolder() {}

  /** Makes the folder if there is none, after refusing file systems on which several processes cannot share it. */
  static void prepare(Path folder) {
    try {
      Path existing = nearestExisting(folder);
      String type = Files.getFileStore(existing).type();
      if (isNetwork(type)) {
        throw new RefusedException("the home " + folder + " is on a network file system (" + type
            + "), where locks and shared memory cannot be trusted and runs could be lost: "
            + "choose a folder on a local disk with ANSATZ_HOME=FOLDER");
      }
      if (!existing.equals(folder.toAbsolutePath())) {
        create(folder.toAbsolutePath());
      }
    } catch (IOException e) {
      throw new RunException("the home " + folder + " cannot be used: " + e
          + "; make the folder writable, or choose another with ANSATZ_HOME=FOLDER", e);
    }
  }

  /** Whether a file system of that type may be shared by machines; {@code fuseblk} is a local disk, and so is an overlay. */
  static boolean isNetwork(String type) {
    return NETWORK.contains(type) || type.startsWith("fuse.") && !type.equals("fuse.fuse-overlayfs");
  }

  /** Warnings about the room left: below a tenth, and seriously below a fiftieth or 1 GiB. */
  public static List<String> warnings(Path folder) {
    try {
      FileStore disk = Files.getFileStore(nearestExisting(folder));
      return warnings(folder, disk.getUsableSpace(), disk.getTotalSpace());
    } catch (IOException e) {
      return List.of("the disk of " + folder + " does not answer: " + e);
    }
  }

  static List<String> warnings(Path folder, long free, long total) {
    List<String> found = new ArrayList<>();
    String left = "%.1f GiB (%.0f %%) left on the disk of %s".formatted((double) free / GIB, 100.0 * free / total,
        folder);
    if (free < GIB || free < total / 50) {
      found
          .add("serious: only " + left + "; free space before starting runs, or move the home with ANSATZ_HOME=FOLDER");
    } else if (free < total / 10) {
      found.add("warning: " + left + "; free space soon");
    }
    return found;
  }

  private static void create(Path folder) throws IOException {
    if (folder.getParent() != null) {
      Files.createDirectories(folder.getParent());
    }
    try {
      if (folder.getFileSystem().supportedFileAttributeViews().contains("posix")) {
        Files.createDirectory(folder,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      } else {
        Files.createDirectory(folder);
      }
    } catch (FileAlreadyExistsException e) {
      if (!Files.isDirectory(folder)) {
        throw e;
      }
    }
  }

  private static Path nearestExisting(Path folder) {
    Path path = folder.toAbsolutePath();
    while (!Files.exists(path) && path.getParent() != null) {
      path = path.getParent();
    }
    return path;
  }
}
