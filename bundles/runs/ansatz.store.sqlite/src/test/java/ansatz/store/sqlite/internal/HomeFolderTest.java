package ansatz.store.sqlite.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class HomeFolderTest {
  private static final long GIB = 1L << 30;

  @ParameterizedTest
  @ValueSource(strings = {"nfs", "nfs4", "cifs", "smb3", "lustre", "fuse.sshfs", "fuse.glusterfs", "fuse", "9p",
    "ceph"})
  void fileSystemsOfOtherMachinesAreKnown(String type) {
    assertTrue(HomeFolder.isNetwork(type));
  }

  @ParameterizedTest
  @ValueSource(strings = {"ext4", "ext2/ext3", "xfs", "btrfs", "zfs", "overlay", "tmpfs", "virtiofs", "apfs", "NTFS",
    "fuseblk", "fuse.fuse-overlayfs"})
  void localFileSystemsAreNot(String type) {
    assertFalse(HomeFolder.isNetwork(type));
  }

  @Test
  void aNewHomeIsClosedToOtherPeople(@TempDir Path folder) throws Exception {
    assumeTrue(Files.getFileStore(folder).supportsFileAttributeView("posix"), "skipped: no POSIX permissions here");
    Path home = folder.resolve("a/b/home");
    HomeFolder.prepare(home);
    assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(home)));
    HomeFolder.prepare(home);
  }

  @Test
  void littleRoomIsWarnedOf() {
    Path home = Path.of("/home/ada/.ansatz");
    assertEquals(List.of(), HomeFolder.warnings(home, 100 * GIB, 900 * GIB));
    assertEquals(List.of("warning: 50.0 GiB (6 %) left on the disk of /home/ada/.ansatz; free space soon"),
        HomeFolder.warnings(home, 50 * GIB, 900 * GIB));
    assertEquals(List.of("serious: only 10.0 GiB (1 %) left on the disk of /home/ada/.ansatz; "
        + "free space before starting runs, or move the home with ANSATZ_HOME=FOLDER"),
        HomeFolder.warnings(home, 10 * GIB, 900 * GIB));
    assertTrue(HomeFolder.warnings(home, GIB - 1, 2 * GIB).getFirst().startsWith("serious"));
  }
}
