package ansatz.bundles.live.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ansatz.bundles.LiveBundles.Unloaded;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Loading and unloading again and again leaves nothing: no loader, no file, no open file, no native memory. */
class UnloadCyclesTest {
  private static final int WARM = 20;
  private static final int CYCLES = 200;

  @TempDir
  Path folder;

  private long unloading;

  @Test
  void twoHundredLeaveNothing() throws Exception {
    try (Bench bench = new Bench(folder)) {
      Path lib = bench.builtIn(new CompiledBundle("lib", "1.0.0").header("Export-Package", "lib;version=\"1.0.0\"")
          .source("lib.Lib", "package lib; public class Lib { public static String value() { return \"value\"; } }"));
      bench.staged(CompiledBundle.offering("part", "1.1.0", "lib.Lib.value() + Thread.currentThread()")
          .header("Import-Package", "lib;version=\"[1.0,2)\"").seeing(lib).to(folder), "part", "1.1.0",
          Map.of("lib", "lib@1.0.0"));
      LiveSets live = bench.boot();
      cycle(bench, live, WARM);
      System.gc();
      Traces before = Traces.now(folder.resolve("cache"));
      double loading = cycle(bench, live, CYCLES);
      System.gc();
      Traces after = Traces.now(folder.resolve("cache"));
      System.out.printf("%d cycles, %.1f ms to load and use, %d ms to unload; %s -> %s%n", CYCLES, loading,
          unloading / CYCLES, before, after);
      assertEquals(before.files(), after.files());
      assertTrue(after.open() <= before.open(), before + " -> " + after);
      assertTrue(after.classes() - before.classes() < CYCLES / 2, before + " -> " + after);
      assertTrue(after.metaspace() - before.metaspace() < 2 << 20, before + " -> " + after);
    }
  }

  /** @return milliseconds of one load */
  private double cycle(Bench bench, LiveSets live, int times) {
    long nanos = 0;
    unloading = 0;
    for (int i = 0; i < times; i++) {
      long started = System.nanoTime();
      bench.says(live.provide(Bench.KIND, "part", "1.1.0"));
      nanos += System.nanoTime() - started;
      Unloaded unloaded = live.unload("part", "1.1.0", List.of());
      assertTrue(unloaded.gone(), unloaded.toString());
      unloading += unloaded.millis();
    }
    return nanos / 1e6 / times;
  }

  /** What could grow. */
  private record Traces(long files, long open, long classes, long metaspace) {
    static Traces now(Path scratch) throws Exception {
      return new Traces(count(scratch),
          Files.isDirectory(Path.of("/proc/self/fd")) ? count(Path.of("/proc/self/fd")) : 0,
          ManagementFactory.getClassLoadingMXBean().getLoadedClassCount(),
          ManagementFactory.getMemoryPoolMXBeans().stream().filter(pool -> pool.getType() == MemoryType.NON_HEAP)
              .filter(pool -> !pool.getName().startsWith("CodeHeap")).map(MemoryPoolMXBean::getUsage)
              .mapToLong(usage -> usage.getUsed()).sum());
    }

    private static long count(Path folder) throws Exception {
      try (Stream<Path> files = Files.walk(folder)) {
        return files.count();
      }
    }
  }
}
