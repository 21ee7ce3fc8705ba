package ansatz.backend.jvm.internal.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What the control groups of Linux leave to this process, a container's above all. Files that are cached count as
 * available, as the system gives their memory up before it ends a process; {@code OperatingSystemMXBean} counts them as
 * used.
 */
final class ControlGroup {
  /** Which groups this process is in: a line {@code number:controllers:path} for each hierarchy. */
  private final Path membership;
  private final Path mount;

  /** @param root the file system's */
  ControlGroup(Path root) {
    membership = root.resolve("proc/self/cgroup");
    mount = root.resolve("sys/fs/cgroup");
  }

  /** Bytes that the process may still have; {@link Long#MAX_VALUE} where nothing limits it. */
  long available() throws IOException {
    long least = Long.MAX_VALUE;
    if (Files.isReadable(membership)) {
      for (String line : Files.readAllLines(membership)) {
        String[] parts = line.split(":", 3);
        if (parts[1].isEmpty()) {
          least = Math.min(least, least(mount, parts[2], "memory.max", "memory.current", ""));
        } else if (List.of(parts[1].split(",")).contains("memory")) {
          least = Math.min(least, least(mount.resolve("memory"), parts[2], "memory.limit_in_bytes",
              "memory.usage_in_bytes", "total_"));
        }
      }
    }
    return least;
  }

  /** The least of a group and those around it; a container may not see where its own group stands. */
  private static long least(Path hierarchy, String group, String limit, String usage, String prefix)
      throws IOException {
    long least = Long.MAX_VALUE;
    Path own = hierarchy.resolve(group.substring(1)).normalize();
    for (Path at = own.startsWith(hierarchy) ? own : hierarchy; at.startsWith(hierarchy); at = at.getParent()) {
      long most = Files.isReadable(at.resolve(limit)) ? number(Files.readString(at.resolve(limit))) : Long.MAX_VALUE;
      if (most < Long.MAX_VALUE) {
        long used = number(Files.readString(at.resolve(usage)));
        least = Math.min(least, Math.max(0, most - Math.max(0, used - cached(at.resolve("memory.stat"), prefix))));
      }
    }
    return least;
  }

  private static long cached(Path statistics, String prefix) throws IOException {
    long sum = 0;
    for (String line : Files.readAllLines(statistics)) {
      if (line.startsWith(prefix + "inactive_file ") || line.startsWith(prefix + "active_file ")) {
        sum += number(line.substring(line.indexOf(' ')));
      }
    }
    return sum;
  }

  private static long number(String text) {
    return text.strip().equals("max") ? Long.MAX_VALUE : Long.parseLong(text.strip());
  }
}
