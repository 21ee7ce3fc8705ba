package ansatz.backend.jvm.internal.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The tightest group around a process limits it, in either version of control groups. */
class ControlGroupTest {
  @TempDir
  Path root;

  private void file(String path, String text) throws IOException {
    Files.createDirectories(root.resolve(path).getParent());
    Files.writeString(root.resolve(path), text);
  }

  @Test
  void withoutGroupsNothingLimits() throws IOException {
    assertEquals(Long.MAX_VALUE, new ControlGroup(root).available());
    file("proc/self/cgroup", "0::/\n");
    assertEquals(Long.MAX_VALUE, new ControlGroup(root).available());
  }

  @Test
  void aContainerHasWhatItDoesNotUseAndWhatIsCached() throws IOException {
    file("proc/self/cgroup", "0::/\n");
    file("sys/fs/cgroup/memory.max", "1000\n");
    file("sys/fs/cgroup/memory.current", "900\n");
    file("sys/fs/cgroup/memory.stat", "anon 500\nfile 400\ninactive_file 250\nactive_file 50\n");
    assertEquals(400, new ControlGroup(root).available());
    file("sys/fs/cgroup/memory.current", "1900\n");
    assertEquals(0, new ControlGroup(root).available());
  }

  @Test
  void theGroupsAroundLimitToo() throws IOException {
    file("proc/self/cgroup", "0::/service.slice/job\n");
    file("sys/fs/cgroup/service.slice/job/memory.max", "max\n");
    file("sys/fs/cgroup/service.slice/job/memory.current", "100\n");
    file("sys/fs/cgroup/service.slice/memory.max", "5000\n");
    file("sys/fs/cgroup/service.slice/memory.current", "3000\n");
    file("sys/fs/cgroup/service.slice/memory.stat", "inactive_file 1\n");
    assertEquals(2001, new ControlGroup(root).available());
  }

  @Test
  void theFirstVersionAndAPathThatTheContainerDoesNotSee() throws IOException {
    file("proc/self/cgroup", "7:cpu,cpuacct:/docker/1f\n4:memory:/docker/1f\n0::/\n");
    file("sys/fs/cgroup/memory/memory.limit_in_bytes", "1000\n");
    file("sys/fs/cgroup/memory/memory.usage_in_bytes", "600\n");
    file("sys/fs/cgroup/memory/memory.stat", "inactive_file 7\ntotal_inactive_file 30\ntotal_active_file 20\n");
    assertEquals(450, new ControlGroup(root).available());
  }

  @Test
  void thisMachineHasSomeLeft() {
    assertTrue(MachineMemory.available() > 1 << 20);
  }
}
