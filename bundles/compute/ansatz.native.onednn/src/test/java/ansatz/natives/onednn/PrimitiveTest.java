package ansatz.natives.onednn;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ansatz.natives.openblas.Cblas;
import ansatz.natives.openblas.OpenBlas;
import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** What all primitives have in common: threads, memory, the end. */
@EnabledOnOs(value = OS.LINUX, architectures = "amd64")
class PrimitiveTest {
  private static final ConvolutionShape SHAPE = ConvolutionShape.square(2, 16, 16, 12, 12, 3, 1, 1);

  private final Tensors tensors = new Tensors(4);

  private static Convolution convolution(ConvolutionShape shape) {
    return Convolution.backwardWeights(shape, Layout.any(shape.x()), Layout.any(shape.w()), Layout.any(shape.y()));
  }

  private static float[] run(Convolution convolution, MemorySegment x, MemorySegment y) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment w = Tensors.allocate(arena, convolution.w().bytes());
      MemorySegment scratchpad = Tensors.allocate(arena, convolution.scratchpadBytes());
      convolution.execute(x, 0, w, 0, y, 0, scratchpad, 0);
      return w.toArray(JAVA_FLOAT);
    }
  }

  /** More threads than slots; beside them OpenBLAS, which has a run-time library of its own for threads. */
  @Test
  void manyThreadsGetTheSameBitsAndNoOthersStart() throws Exception {
    try (Arena arena = Arena.ofShared(); Convolution convolution = convolution(SHAPE)) {
      MemorySegment x = Tensors.in(arena, convolution.x(), tensors.random(SHAPE.x()));
      MemorySegment y = Tensors.in(arena, convolution.y(), tensors.random(SHAPE.y()));
      float[] expected = run(convolution, x, y);
      MemorySegment a = Tensors.segment(arena, tensors.random(90, 90));
      float[] product = product(a);
      for (int callers : new int[] {4, 40}) {
        Callable<Void> check = () -> {
          for (int i = 0; i < 20; i++) {
            assertArrayEquals(expected, run(convolution, x, y));
            assertArrayEquals(product, product(a));
          }
          return null;
        };
        try (var pool = Executors.newFixedThreadPool(callers, Thread.ofPlatform().name("caller-", 0).factory())) {
          for (Future<Void> checked : pool.invokeAll(Collections.nCopies(callers, check))) {
            checked.get();
          }
          // A thread of OpenMP has the name of the one that started its team.
          assertEquals(callers, threadsNamed("caller-"));
        }
      }
    }
  }

  private static float[] product(MemorySegment a) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment c = arena.allocate(4 * 90 * 90);
      Cblas.sgemm(false, true, 90, 90, 90, 1, a, 0, 90, a, 0, 90, 0, c, 0, 90);
      OneDnn.sgemm(false, true, 90, 90, 90, 1, a, 0, 90, a, 0, 90, 1, c, 0, 90);
      return c.toArray(JAVA_FLOAT);
    }
  }

  private static long threadsNamed(String prefix) throws IOException {
    long count = 0;
    try (Stream<Path> tasks = Files.list(Path.of("/proc/self/task"))) {
      for (Path task : tasks.toList()) {
        count += Files.readString(task.resolve("comm")).startsWith(prefix) ? 1 : 0;
      }
    }
    return count;
  }

  @Test
  void executionAllocatesNothing() {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    Layout small = Layout.of(4, 4);
    try (Arena arena = Arena.ofConfined(); MatMul product = MatMul.of(small, small, small, Epilogue.NONE)) {
      MemorySegment x = Tensors.segment(arena, tensors.random(4, 12));
      MemorySegment scratchpad = Tensors.allocate(arena, product.scratchpadBytes());
      for (int i = 0; i < 30_000; i++) {
        product.execute(x, 0, x, 64 * (i & 1), x, 128, scratchpad, 0);
      }
      long least = Long.MAX_VALUE; // the compiler at work may allocate now and then
      for (int round = 0; round < 10; round++) {
        long before = threads.getCurrentThreadAllocatedBytes();
        long nothing = threads.getCurrentThreadAllocatedBytes() - before;
        before = threads.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < 5_000; i++) {
          product.execute(x, 0, x, 64 * (i & 1), x, 128, scratchpad, 0);
        }
        least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before - nothing);
      }
      assertEquals(0, least);
    }
  }

  @Test
  void closingWaitsForExecutionsAndRefusesLaterOnes() throws Exception {
    for (int round = 0; round < 5; round++) {
      try (Arena arena = Arena.ofShared(); var pool = Executors.newFixedThreadPool(3)) {
        long alive = Dnnl.alive();
        Convolution convolution = convolution(SHAPE);
        MemorySegment x = Tensors.in(arena, convolution.x(), tensors.random(SHAPE.x()));
        MemorySegment y = Tensors.in(arena, convolution.y(), tensors.random(SHAPE.y()));
        AtomicBoolean started = new AtomicBoolean();
        List<Future<String>> ends = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
          ends.add(pool.submit(() -> {
            while (true) {
              try {
                run(convolution, x, y);
                started.set(true);
              } catch (IllegalStateException e) {
                return e.getMessage();
              }
            }
          }));
        }
        while (!started.get()) {
          Thread.onSpinWait();
        }
        convolution.close();
        assertEquals(alive, Dnnl.alive());
        convolution.close();
        for (Future<String> end : ends) {
          assertTrue(end.get().endsWith("is closed"), end.get());
        }
      }
    }
  }

  /** The library keeps the last primitives for reuse; without that, the machine code of what is closed is gone, too. */
  @Test
  @SuppressWarnings("restricted")
  void closingReleasesEverything() throws Throwable {
    OneDnn.load();
    var capacity = Linker.nativeLinker().downcallHandle(
        OneDnn.symbols().findOrThrow("dnnl_set_primitive_cache_capacity"), FunctionDescriptor.of(JAVA_INT, JAVA_INT));
    assertEquals(0, (int) capacity.invokeExact(0));
    try {
      makeAndClose();
      long objects = Dnnl.alive();
      long code = codeKiB();
      makeAndClose();
      assertEquals(objects, Dnnl.alive());
      assertEquals(code, codeKiB(), 6 << 10, "KiB of machine code"); // it was 20 MiB
    } finally {
      assertEquals(0, (int) capacity.invokeExact(1024));
    }
  }

  private static void makeAndClose() {
    for (int i = 0; i < 200; i++) {
      ConvolutionShape shape = ConvolutionShape.square(1, 16, 16, 5 + i % 40, 6, 3, 1, 1);
      try (Arena arena = Arena.ofConfined(); Convolution convolution = convolution(shape)) {
        run(convolution, arena.allocate(convolution.x().bytes(), 64), arena.allocate(convolution.y().bytes(), 64));
      }
    }
  }

  /** Memory that is executable and of no file: machine code made by the library, and by the virtual machine. */
  private static long codeKiB() throws IOException {
    return Files.readAllLines(Path.of("/proc/self/maps")).stream()
        .filter(line -> line.matches("\\S+ ..x. 00000000 00:00 0 *")).map(line -> line.split("[- ]"))
        .mapToLong(range -> Long.parseLong(range[1], 16) - Long.parseLong(range[0], 16)).sum() >> 10;
  }

  @Test
  void choosesCodeForThisProcessor() throws IOException {
    String processor = Files.readString(Path.of("/proc/cpuinfo"));
    try (Convolution convolution = convolution(SHAPE)) {
      System.out.println(OneDnn.instructionSet() + ", " + convolution.implementation());
      if (processor.contains(" avx512bw") && processor.contains(" avx512dq") && processor.contains(" avx512vl")) {
        assertTrue(OneDnn.instructionSet().matches("avx(512|10).*"), OneDnn.instructionSet());
        assertTrue(convolution.implementation().contains("avx512"), convolution.implementation());
      }
    }
  }

  @Test
  void refusesWhatIsTooShort() {
    try (Convolution convolution = convolution(SHAPE)) {
      MemorySegment nothing = MemorySegment.NULL;
      IllegalArgumentException e = assertThrows(IllegalArgumentException.class,
          () -> convolution.execute(nothing, 0, nothing, 0, nothing, 0, nothing, 0));
      assertTrue(e.getMessage().contains("bytes from byte 0, the segment has 0"), e.getMessage());
    }
  }
}
