package ansatz.natives.onednn;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@EnabledOnOs(value = OS.LINUX, architectures = "amd64")
class OneDnnTest {
  /** What a process says that believes to be on another processor. */
  static final class Elsewhere {
    private Elsewhere() {}

    public static void main(String... args) {
      System.out.print(OneDnn.available() + ": " + OneDnn.obstacle().orElse("no obstacle"));
    }
  }

  @Test
  void saysWhyItIsNotAvailable() throws IOException {
    assertTrue(OneDnn.available());
    assertEquals("false: libdnnl.so.3: is built for linux-x86_64, this is Linux on aarch64",
        said(child(Elsewhere.class, "-Dos.arch=aarch64")));
  }

  /** Says which precision is the default of new primitives; 0 is the full one. */
  static final class Precision {
    private Precision() {}

    @SuppressWarnings("restricted")
    public static void main(String... args) throws Throwable {
      Layout.of(1);
      var mode = Linker.nativeLinker().downcallHandle(OneDnn.symbols().findOrThrow("dnnl_get_default_fpmath_mode"),
          FunctionDescriptor.of(JAVA_INT, ADDRESS));
      try (Arena arena = Arena.ofConfined()) {
        MemorySegment answer = arena.allocate(JAVA_INT);
        System.out.print((int) mode.invokeExact(answer) + ", " + answer.get(JAVA_INT, 0));
      }
    }
  }

  @Test
  void theEnvironmentCannotLowerThePrecision() throws IOException {
    ProcessBuilder child = child(Precision.class);
    child.environment().put("ONEDNN_DEFAULT_FPMATH_MODE", "BF16");
    assertEquals("0, 0", said(child));
  }

  private static ProcessBuilder child(Class<?> main, String... options) {
    List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "--enable-native-access=ALL-UNNAMED", "-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(options));
    command.add(main.getName());
    return new ProcessBuilder(command);
  }

  private static String said(ProcessBuilder child) throws IOException {
    return new String(child.redirectErrorStream(true).start().getInputStream().readAllBytes());
  }

  @Test
  void theBitsDoNotDependOnAddresses() {
    int m = 61;
    int n = 130;
    int k = 301;
    Tensors tensors = new Tensors(5);
    float[] a = tensors.random(m, k);
    float[] b = tensors.random(k, n);
    try (Arena arena = Arena.ofConfined();
        MatMul product = MatMul.of(Layout.of(m, k), Layout.of(k, n), Layout.of(m, n), Epilogue.NONE)) {
      MemorySegment sb = Tensors.segment(arena, b);
      MemorySegment scratchpad = Tensors.allocate(arena, product.scratchpadBytes());
      float[][] expected = new float[2][];
      for (int shift = 0; shift < 20; shift++) {
        MemorySegment sa = arena.allocate(4L * (m * k + shift), 64);
        MemorySegment.copy(a, 0, sa, JAVA_FLOAT, 4L * shift, a.length);
        MemorySegment sc = arena.allocate(4L * (m * n + shift), 64);
        OneDnn.sgemm(false, false, m, n, k, 1, sa, 4L * shift, k, sb, 0, n, 0, sc, 4L * shift, n);
        expected[0] = same(expected[0], sc.asSlice(4L * shift).toArray(JAVA_FLOAT));
        product.execute(sa, 4L * shift, sb, 0, sc, 4L * shift, scratchpad, 0);
        expected[1] = same(expected[1], sc.asSlice(4L * shift).toArray(JAVA_FLOAT));
      }
    }
  }

  private static float[] same(float[] expected, float[] actual) {
    if (expected != null) {
      assertArrayEquals(expected, actual);
    }
    return actual;
  }

  @Test
  void betaZeroReadsNoResult() {
    for (int n : new int[] {1, 4, 32, 150}) {
      for (int k : new int[] {0, 3, 70}) {
        try (Arena arena = Arena.ofConfined()) {
          MemorySegment ones = filled(arena, 1, n * Math.max(k, 1));
          MemorySegment c = filled(arena, Float.NaN, n * n);
          OneDnn.sgemm(false, false, n, n, k, 1, ones, 0, Math.max(k, 1), ones, 0, n, 0, c, 0, n);
          for (float value : c.toArray(JAVA_FLOAT)) {
            assertEquals(k, value);
          }
        }
      }
    }
  }

  private static MemorySegment filled(Arena arena, float value, int size) {
    MemorySegment segment = arena.allocate(4L * size, 64);
    for (int i = 0; i < size; i++) {
      segment.setAtIndex(JAVA_FLOAT, i, value);
    }
    return segment;
  }

  @Test
  void namesTheOperandThatDoesNotFit() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment x = arena.allocate(24);
      IllegalArgumentException e = assertThrows(IllegalArgumentException.class,
          () -> OneDnn.sgemm(false, true, 2, 3, 2, 1, x, 0, 2, x, 4, 2, 0, x, 0, 3));
      assertEquals("B: needs 24 bytes from byte 4, the segment has 24", e.getMessage());
      e = assertThrows(IllegalArgumentException.class,
          () -> OneDnn.sgemm(false, false, 2, 3, 2, 1, x, 0, 1, x, 0, 3, 0, x, 0, 3));
      assertEquals("A: rows at a distance of 1 cannot hold a matrix [2,2]", e.getMessage());
    }
  }
}
