package ansatz.natives.onednn;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT_UNALIGNED;
import static java.lang.ref.Reference.reachabilityFence;

import ansatz.natives.gfortran.GfortranRuntime;
import ansatz.natives.gfortran.GompRuntime;
import ansatz.natives.gfortran.NativeLibrary;
import ansatz.natives.gfortran.NativeMemory;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.util.Map;
import java.util.Optional;

/**
 * oneDNN 3.11, loaded once in a process; every call runs on the calling thread alone.
 *
 * <p>The library is built with OpenMP, whose threads would spin beside ours; so the calling thread's team is set to one
 * before each call, and no team ever starts. Callers may use any number of threads of their own. It also needs the C++
 * run-time library of the system (libstdc++.so.6 of GCC 11 or later), no OpenCL.
 */
public final class OneDnn {
  private static final String FOLDER = "/org/bytedeco/dnnl/linux-x86_64/";
  private static final NativeLibrary DNNL = new NativeLibrary(OneDnn.class, FOLDER + "libdnnl.so.3", 89662848,
      "a8948803c5718bac623b664be77fb47e24328e8693997e96e02c4308b0ee826f");

  private static final Map<Integer, String> INSTRUCTION_SETS = Map.of(0x1, "sse41", 0x3, "avx", 0x7, "avx2", 0xf,
      "avx2_vnni", 0x1f, "avx2_vnni_2", 0x27, "avx512_core", 0x67, "avx512_core_vnni", 0xe7, "avx512_core_bf16", 0x1ef,
      "avx10_1_512", 0xfef, "avx10_1_512_amx");

  private static SymbolLookup gomp;
  private static SymbolLookup dnnl;

  private OneDnn() {}

  /**
   * Loads the library unless that is done.
   *
   * @throws IllegalStateException with the reason, when this platform or this machine cannot have it
   */
  public static synchronized void load() {
    if (dnnl == null) {
      DNNL.requirePlatform();
      GfortranRuntime.load();
      gomp = GompRuntime.load();
      dnnl = DNNL.open();
    }
  }

  /** Why this platform or this machine cannot have the library; empty when it has it, now loaded. */
  public static Optional<String> obstacle() {
    try {
      load();
      return Optional.empty();
    } catch (IllegalStateException e) {
      return Optional.of(e.getMessage());
    }
  }

  /** Whether the library could be loaded, see {@link #obstacle}. */
  public static boolean available() {
    return obstacle().isEmpty();
  }

  /** The widest instruction set it uses on this processor, such as {@code avx512_core_bf16}. */
  public static String instructionSet() {
    int set = Dnnl.effectiveInstructionSet();
    return INSTRUCTION_SETS.getOrDefault(set, "0x" + Integer.toHexString(set));
  }

  /**
   * C ← alpha op(A) op(B) + beta C in float32, row-major, with op(X) = X or Xᵀ.
   *
   * <p>Shapes: op(A) [m,k], op(B) [k,n], C [m,n]; A is stored as [k,m] when {@code transA}, B as [n,k] when
   * {@code transB}. Offsets are in bytes, row distances {@code ld} in elements. Allocates nothing on the Java heap.
   *
   * @throws IllegalArgumentException when an operand does not lie within its segment or its rows overlap
   */
  public static void sgemm(boolean transA, boolean transB, int m, int n, int k, float alpha, MemorySegment a,
      long aOffset, int lda, MemorySegment b, long bOffset, int ldb, float beta, MemorySegment c, long cOffset,
      int ldc) {
    long addressA = NativeMemory.input("A", a, aOffset, transA ? extent("A", k, m, lda) : extent("A", m, k, lda));
    long addressB = NativeMemory.input("B", b, bOffset, transB ? extent("B", n, k, ldb) : extent("B", k, n, ldb));
    long addressC = NativeMemory.output("C", c, cOffset, extent("C", m, n, ldc));
    if (k == 0) { // the library returns without scaling
      scale(beta, c, cOffset, m, n, ldc);
    } else {
      Dnnl.sgemm(transA, transB, m, n, k, alpha, addressA, lda, addressB, ldb, beta, addressC, ldc);
    }
    reachabilityFence(a);
    reachabilityFence(b);
    reachabilityFence(c);
  }

  private static void scale(float beta, MemorySegment c, long offset, int m, int n, int ldc) {
    for (int i = 0; i < m; i++) {
      for (int j = 0; j < n; j++) {
        long at = offset + ((long) i * ldc + j) * Float.BYTES;
        c.set(JAVA_FLOAT_UNALIGNED, at, beta == 0 ? 0 : beta * c.get(JAVA_FLOAT_UNALIGNED, at));
      }
    }
  }

  /** Bytes from the first to behind the last element of rows with a distance of {@code ld} elements. */
  private static long extent(String name, int rows, int columns, int ld) {
    if (rows < 0 || columns < 0 || ld < Math.max(1, columns)) {
      throw new IllegalArgumentException(
          name + ": rows at a distance of " + ld + " cannot hold a matrix [" + rows + "," + columns + "]");
    }
    return rows == 0 || columns == 0 ? 0 : ((rows - 1L) * ld + columns) * Float.BYTES;
  }

  /** The functions of the library, and those of the OpenMP run-time library it calls. */
  static SymbolLookup symbols() {
    load();
    return name -> dnnl.find(name).or(() -> gomp.find(name));
  }
}
