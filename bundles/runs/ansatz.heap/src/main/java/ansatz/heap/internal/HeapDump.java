package ansatz.heap.internal;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What lives in this process, written to a file that goes away when this is closed.
 *
 * <p>A dump holds everything that is in memory, so only the user may look into its folder.
 */
record HeapDump(Path file) implements AutoCloseable {
  /** Collects garbage, then writes what is left. */
  static HeapDump take() throws IOException {
    HeapDump dump = new HeapDump(Files.createTempDirectory("heap").resolve("live.hprof"));
    try {
      ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class).dumpHeap(dump.file.toString(), true);
      return dump;
    } catch (IOException | RuntimeException e) {
      dump.close();
      throw e;
    }
  }

  @Override
  public void close() throws IOException {
    Files.deleteIfExists(file);
    Files.deleteIfExists(file.getParent());
  }
}
