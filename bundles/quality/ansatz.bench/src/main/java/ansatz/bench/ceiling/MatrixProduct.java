package ansatz.bench.ceiling;

import ansatz.natives.openblas.Cblas;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** OpenBLAS's product of two float32 matrices. */
final class MatrixProduct {
  private static final int N = 1024;

  private MatrixProduct() {}

  /** Of the calling thread. */
  static double gigaflops() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment a = arena.allocate(4L * N * N, 64);
      MemorySegment b = arena.allocate(4L * N * N, 64);
      MemorySegment c = arena.allocate(4L * N * N, 64);
      double calls = Ceilings
          .perSecond(() -> Cblas.sgemm(false, false, N, N, N, 1, a, 0, N, b, 0, N, 0, c, 0, N));
      return calls * 2 * N * N * N / 1e9;
    }
  }
}
