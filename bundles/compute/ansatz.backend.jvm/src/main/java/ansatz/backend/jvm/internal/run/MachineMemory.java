package ansatz.backend.jvm.internal.run;

import ansatz.tensor.OutOfMemoryException;
import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * What the machine, or the container that the process runs in, has left. Systems promise more memory than they have and end the process that uses it, so large
 * requests are held against what is there before they are made.
 */
final class MachineMemory {
  /** Smaller requests are not worth the look. */
  private static final long LARGE = 256 << 20;
  private static final Path INFO = Path.of("/proc/meminfo");

  private MachineMemory() {}

  /** @throws OutOfMemoryException where there is less */
  static void require(long bytes) {
    if (bytes > LARGE && bytes > available()) {
      throw new OutOfMemoryException("asked for " + bytes + " bytes");
    }
  }

  /** Bytes that this process can still have: on Linux what is cached counts as well, elsewhere what is free. */
  static long available() {
    if (Files.isReadable(INFO)) {
      try (Stream<String> lines = Files.lines(INFO)) {
        long machine = lines.filter(line -> line.startsWith("MemAvailable:")).findFirst()
            .map(line -> Long.parseLong(line.replaceAll("\\D", "")) << 10).orElseGet(MachineMemory::free);
        return Math.min(machine, new ControlGroup(Path.of("/")).available());
      } catch (IOException _) {
        return free();
      }
    }
    return free();
  }

  private static long free() {
    return ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system
        ? system.getFreeMemorySize()
        : Long.MAX_VALUE;
  }
}
