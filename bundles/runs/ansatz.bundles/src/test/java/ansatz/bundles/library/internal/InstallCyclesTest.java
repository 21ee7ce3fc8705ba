package ansatz.bundles.library.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ansatz.bundles.ChildJvm;
import ansatz.bundles.DigestCache;
import ansatz.bundles.LiveBundles.Unloaded;
import ansatz.bundles.live.internal.LiveSetsFixture;
import ansatz.bundles.live.internal.CompiledBundle;
import ansatz.bundles.live.internal.LiveSets;
import ansatz.experiment.Disk;
import ansatz.experiment.Home;
import ansatz.experiment.Trees;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Installing, using and retiring again and again leaves nothing: no loader, no native memory, no file, no open file. */
class InstallCyclesTest {
  /** Half of two hundred: a leak grows on, what only warms up does not. */
  private static final int HALF = 100;
  private static final long MEGABYTE = 1 << 20;

  @TempDir
  Path folder;

  private LiveSetsFixture bench;
  private LiveSets live;
  private StoredLibrary library;
  private Path jar;

  @Test
  void twoHundredLeaveNothing() throws Exception {
    try (LiveSetsFixture opened = new LiveSetsFixture(folder)) {
      bench = opened;
      bench.limit = Duration.ofMinutes(1);
      bench.proof = Duration.ofMinutes(1);
      Path lib = bench.builtIn(new CompiledBundle("lib", "1.0.0").header("Export-Package", "lib;version=\"1.0.0\"")
          .source("lib.Lib", "package lib; public class Lib { public static String value() { return \"value\"; } }"));
      jar = CompiledBundle.offering("part", "1.1.0", "lib.Lib.value() + Thread.currentThread()")
          .header("Import-Package", "lib;version=\"[1.0,2)\"").seeing(lib).to(folder);
      live = bench.boot();
      DigestCache digests = new DigestCache(folder.resolve("home/digests.json"), Disk.SYSTEM);
      library = new StoredLibrary(Home.current(), digests, new Distribution(folder.resolve("dist"), digests), live,
          bench.catalogue, nobody(), InstallCyclesTest::judge);
      cycle(HALF);
      Traces before = Traces.now(folder);
      long started = System.nanoTime();
      cycle(HALF);
      double millis = (System.nanoTime() - started) / 1e6 / HALF;
      Traces after = Traces.now(folder);
      System.out.printf("the last %d cycles of install, load, use and retire, %.1f ms each; %s -> %s%n", HALF, millis,
          before,
          after);
      assertEquals(before.files(), after.files());
      assertTrue(after.open() <= before.open(), before + " -> " + after);
      assertTrue(after.classes() - before.classes() < HALF / 2, before + " -> " + after);
      assertTrue(after.metaspace() - before.metaspace() < 2 * MEGABYTE, before + " -> " + after);
      assertTrue(after.resident() - before.resident() < 12 * MEGABYTE, before + " -> " + after);
    }
  }

  private void cycle(int times) {
    for (int i = 0; i < times; i++) {
      library.install(jar, _ -> {
      });
      bench.says(live.provide(LiveSetsFixture.KIND, "part", "1.1.0"));
      Map<String, Unloaded> proofs = library.retire("part@1.1.0", false);
      assertTrue(proofs.values().stream().allMatch(proof -> proof.wasLoaded() && proof.gone()), proofs.toString());
      assertEquals(1, proofs.size());
    }
  }

  /** The verdict that an admission would leave. */
  private static ChildJvm.Ending judge(ChildJvm.Request request) {
    try {
      Map<String, Object> asked = Trees.fromJson(Files.readAllBytes(request.folder().resolve("request.json")));
      Map<String, Object> verdict = new LinkedHashMap<>(Map.of("admitted", true, "reason", "", "bundle", "part",
          "version", "1.1.0", "sha256", asked.get("sha256"), "tests", 7, "wires", Map.of("lib", "lib@1.0.0")));
      verdict.put("offers", List.of(Map.of("kind", LiveSetsFixture.KIND, "name", "part")));
      Disk.SYSTEM.write(request.folder().resolve("verdict.json"), Trees.json(verdict));
      return new ChildJvm.Ending(0, "", Duration.ZERO, "");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** No runs. */
  private static LibraryEnvironment nobody() {
    return (LibraryEnvironment) Proxy.newProxyInstance(LibraryEnvironment.class.getClassLoader(),
        new Class<?>[] {LibraryEnvironment.class},
        (_, method, _) -> {
          assertTrue(List.of("runs", "usage").contains(method.getName()), method.getName());
          return List.of();
        });
  }

  /** What could grow. @param resident native memory: what is resident without the heap */
  private record Traces(long files, long open, long classes, long metaspace, long resident) {
    static Traces now(Path folder) throws IOException {
      System.gc();
      return new Traces(count(folder),
          Files.isDirectory(Path.of("/proc/self/fd")) ? count(Path.of("/proc/self/fd")) : 0,
          ManagementFactory.getClassLoadingMXBean().getLoadedClassCount(),
          ManagementFactory.getMemoryPoolMXBeans().stream().filter(pool -> pool.getType() == MemoryType.NON_HEAP)
              .filter(pool -> !pool.getName().startsWith("CodeHeap")).map(MemoryPoolMXBean::getUsage)
              .mapToLong(usage -> usage.getUsed()).sum(),
          residentBytes() - ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getCommitted());
    }

    private static long residentBytes() throws IOException {
      Path status = Path.of("/proc/self/status");
      return !Files.exists(status)
          ? 0
          : Files.readAllLines(status).stream().filter(line -> line.startsWith("VmRSS:"))
              .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) << 10).sum();
    }

    private static long count(Path folder) throws IOException {
      try (Stream<Path> files = Files.walk(folder)) {
        return files.count();
      }
    }
  }
}
