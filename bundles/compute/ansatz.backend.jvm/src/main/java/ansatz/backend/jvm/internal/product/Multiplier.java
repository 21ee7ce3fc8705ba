package ansatz.backend.jvm.internal.product;

import ansatz.backend.jvm.internal.emit.Memory;
import ansatz.backend.jvm.internal.fuse.MatrixView;
import ansatz.backend.jvm.internal.routine.Blas;
import ansatz.natives.onednn.OneDnn;
import ansatz.natives.openblas.Cblas;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** Who multiplies matrices in memory: shapes a [rows,k], b [k,n], the result [rows,n] with rows ldc elements apart. */
public enum Multiplier {
  /** Fastest for large products of float32. */
  ONEDNN {
    @Override
    public void multiply(boolean wide, MatrixView a, long fromA, MatrixView b, long fromB, long to, int rows, int n,
        int k,
        int ldc) {
      OneDnn.sgemm(a.transposed(), b.transposed(), rows, n, k, 1, Memory.ALL, fromA, (int) a.leading(), Memory.ALL,
          fromB, (int) b.leading(), 0, Memory.ALL, to, ldc);
    }
  },
  /** Fast for all, and called at the least cost. */
  OPENBLAS {
    @Override
    public void multiply(boolean wide, MatrixView a, long fromA, MatrixView b, long fromB, long to, int rows, int n,
        int k,
        int ldc) {
      if (wide) {
        Cblas.dgemm(a.transposed(), b.transposed(), rows, n, k, 1, Memory.ALL, fromA, (int) a.leading(), Memory.ALL,
            fromB, (int) b.leading(), 0, Memory.ALL, to, ldc);
      } else {
        Cblas.sgemm(a.transposed(), b.transposed(), rows, n, k, 1, Memory.ALL, fromA, (int) a.leading(), Memory.ALL,
            fromB, (int) b.leading(), 0, Memory.ALL, to, ldc);
      }
    }
  },
  /** Where there is no library. */
  PLAIN {
    @Override
    public void multiply(boolean wide, MatrixView a, long fromA, MatrixView b, long fromB, long to, int rows, int n,
        int k,
        int ldc) {
      PlainProduct.multiply(wide, a, fromA, b, fromB, to, rows, n, k, ldc);
    }
  };

  /** Products of fewer multiplications than this are OpenBLAS's. */
  private static final long LARGE = 1_000_000;
  /** The same where an operand is transposed, which OpenBLAS has to arrange first. */
  private static final long LARGE_TRANSPOSED = 400_000;
  private static final int NARROW = 16;
  /** Results that are no wider than this are OpenBLAS's if the right operand is transposed. */
  private static final int NARROW_TRANSPOSED = 64;

  /** Multiplies matrices of float64 where they are wide, else of float32. */
  public abstract void multiply(boolean wide, MatrixView a, long fromA, MatrixView b, long fromB, long to, int rows,
      int n,
      int k, int ldc);

  /** The fastest that is present for a block of a product, as measured in ansatz.native.onednn's README. */
  public static Multiplier of(boolean wide, MatrixView a, MatrixView b, long rows, long n, long k) {
    boolean arranged = n > NARROW_TRANSPOSED && (a.transposed() || b.transposed());
    boolean large = rows * n * k > (arranged ? LARGE_TRANSPOSED : LARGE);
    if (!wide && large && n > (b.transposed() ? NARROW_TRANSPOSED : NARROW) && Large.PRESENT) {
      return ONEDNN;
    }
    return Blas.PRESENT ? OPENBLAS : PLAIN;
  }

  /** Loads what is present and multiplies once by each. */
  public static void bind() {
    try (Arena arena = Arena.ofConfined()) {
      int n = NARROW;
      long bytes = (long) n * n * Float.BYTES;
      MemorySegment scratch = arena.allocate(3 * bytes, Long.BYTES);
      if (Blas.PRESENT) {
        Cblas.sgemm(false, false, n, n, n, 1, scratch, 0, n, scratch, bytes, n, 0, scratch, 2 * bytes, n);
      }
      if (Large.PRESENT) {
        OneDnn.sgemm(false, false, n, n, n, 1, scratch, 0, n, scratch, bytes, n, 0, scratch, 2 * bytes, n);
      }
    }
  }

  /** Looked for only when there is use for it: loading takes a while. */
  private static final class Large {
    static final boolean PRESENT = isPresent();

    private static boolean isPresent() {
      try {
        return OneDnn.available();
      } catch (NoClassDefFoundError _) {
        return false;
      }
    }
  }
}
