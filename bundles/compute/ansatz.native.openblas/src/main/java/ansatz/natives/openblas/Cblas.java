package ansatz.natives.openblas;

import static java.lang.foreign.ValueLayout.JAVA_DOUBLE;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.ref.Reference.reachabilityFence;

import ansatz.natives.gfortran.NativeMemory;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/**
 * Products of row-major matrices in off-heap memory, and triangular systems, by OpenBLAS, on the calling thread.
 *
 * <p>Any number of threads may call at once. Every operand is a segment with the offset of its first element in
 * <em>bytes</em> and, for a matrix, the distance {@code ld} of its rows in <em>elements</em>. A call allocates nothing
 * and costs some 20 ns beside the arithmetic; garbage collection goes on while it runs. The bits of a result depend on
 * the shapes, on alpha and beta being 0 or 1 or else, and on the processor; not on addresses or on other threads.
 * What alpha = 0 or beta = 0 multiplies is not read: it may be NaN.
 *
 * <p>The caller keeps the arenas of the segments open until a call returns. Operands that do not lie within their
 * segment, negative sizes and an {@code ld} below the row length are {@link IllegalArgumentException}s.
 */
public final class Cblas {
  private static final int ROW_MAJOR = 101;
  private static final int NO_TRANS = 111;
  private static final int TRANS = 112;
  private static final int UPPER = 121;
  private static final int LOWER = 122;
  private static final int NON_UNIT = 131;
  private static final int UNIT = 132;
  private static final int LEFT = 141;

  // Each kind of handle is bound when it is first called, which takes some milliseconds.

  private static final class Sgemm {
    static final MethodHandle HANDLE = gemm("cblas_sgemm", JAVA_FLOAT);
  }

  private static final class Dgemm {
    static final MethodHandle HANDLE = gemm("cblas_dgemm", JAVA_DOUBLE);
  }

  private static final class Sgemv {
    static final MethodHandle HANDLE = gemv("cblas_sgemv", JAVA_FLOAT);
  }

  private static final class Dgemv {
    static final MethodHandle HANDLE = gemv("cblas_dgemv", JAVA_DOUBLE);
  }

  private static final class Sger {
    static final MethodHandle HANDLE = ger("cblas_sger", JAVA_FLOAT);
  }

  private static final class Dger {
    static final MethodHandle HANDLE = ger("cblas_dger", JAVA_DOUBLE);
  }

  private static final class Strsm {
    static final MethodHandle HANDLE = trsm("cblas_strsm", JAVA_FLOAT);
  }

  private static final class Dtrsm {
    static final MethodHandle HANDLE = trsm("cblas_dtrsm", JAVA_DOUBLE);
  }

  private Cblas() {}

  /**
   * C ← alpha op(A) op(B) + beta C in float32, with op(X) = X or Xᵀ.
   *
   * <p>Shapes: op(A) [m,k], op(B) [k,n], C [m,n]; A is stored as [k,m] when {@code transA}, B as [n,k] when
   * {@code transB}.
   */
  public static void sgemm(boolean transA, boolean transB, int m, int n, int k, float alpha, MemorySegment a,
      long aOffset, int lda, MemorySegment b, long bOffset, int ldb, float beta, MemorySegment c, long cOffset,
      int ldc) {
    gemm(Float.BYTES, transA, transB, m, n, k, alpha, a, aOffset, lda, b, bOffset, ldb, beta, c, cOffset, ldc);
  }

  /** The same as {@link #sgemm} in float64. */
  public static void dgemm(boolean transA, boolean transB, int m, int n, int k, double alpha, MemorySegment a,
      long aOffset, int lda, MemorySegment b, long bOffset, int ldb, double beta, MemorySegment c, long cOffset,
      int ldc) {
    gemm(Double.BYTES, transA, transB, m, n, k, alpha, a, aOffset, lda, b, bOffset, ldb, beta, c, cOffset, ldc);
  }

  private static void gemm(int bytes, boolean transA, boolean transB, int m, int n, int k, double alpha,
      MemorySegment a, long aOffset, int lda, MemorySegment b, long bOffset, int ldb, double beta, MemorySegment c,
      long cOffset, int ldc) {
    long extentA = transA ? extent("A", k, m, lda, bytes) : extent("A", m, k, lda, bytes);
    long extentB = transB ? extent("B", n, k, ldb, bytes) : extent("B", k, n, ldb, bytes);
    long addressA = NativeMemory.input("A", a, aOffset, extentA);
    long addressB = NativeMemory.input("B", b, bOffset, extentB);
    long addressC = NativeMemory.output("C", c, cOffset, extent("C", m, n, ldc, bytes));
    int opA = transA ? TRANS : NO_TRANS;
    int opB = transB ? TRANS : NO_TRANS;
    try {
      if (bytes == Float.BYTES) {
        Sgemm.HANDLE.invokeExact(ROW_MAJOR, opA, opB, m, n, k, (float) alpha, addressA, lda, addressB, ldb,
            (float) beta, addressC, ldc);
      } else {
        Dgemm.HANDLE.invokeExact(ROW_MAJOR, opA, opB, m, n, k, alpha, addressA, lda, addressB, ldb, beta, addressC,
            ldc);
      }
    } catch (Throwable e) {
      throw new LinkageError("cblas gemm", e);
    } finally {
      keep(a, b, c);
    }
  }

  /**
   * y ← alpha op(A) x + beta y in float32, with op(A) = A or Aᵀ.
   *
   * <p>Shapes: A [m,n] as stored; x [n] and y [m], or x [m] and y [n] when {@code transA}; {@code incX}, {@code incY}
   * are the distances of their elements, at least 1.
   */
  public static void sgemv(boolean transA, int m, int n, float alpha, MemorySegment a, long aOffset, int lda,
      MemorySegment x, long xOffset, int incX, float beta, MemorySegment y, long yOffset, int incY) {
    gemv(Float.BYTES, transA, m, n, alpha, a, aOffset, lda, x, xOffset, incX, beta, y, yOffset, incY);
  }

  /** The same as {@link #sgemv} in float64. */
  public static void dgemv(boolean transA, int m, int n, double alpha, MemorySegment a, long aOffset, int lda,
      MemorySegment x, long xOffset, int incX, double beta, MemorySegment y, long yOffset, int incY) {
    gemv(Double.BYTES, transA, m, n, alpha, a, aOffset, lda, x, xOffset, incX, beta, y, yOffset, incY);
  }

  private static void gemv(int bytes, boolean transA, int m, int n, double alpha, MemorySegment a, long aOffset,
      int lda, MemorySegment x, long xOffset, int incX, double beta, MemorySegment y, long yOffset, int incY) {
    long addressA = NativeMemory.input("A", a, aOffset, extent("A", m, n, lda, bytes));
    long addressX = NativeMemory.input("x", x, xOffset, extent("x", transA ? m : n, 1, incX, bytes));
    long addressY = NativeMemory.output("y", y, yOffset, extent("y", transA ? n : m, 1, incY, bytes));
    if (transA ? m == 0 : n == 0) { // gemv returns without scaling y, gemm scales
      gemm(bytes, false, false, transA ? n : m, 1, 0, alpha, a, aOffset, 1, x, xOffset, 1, beta, y, yOffset, incY);
      return;
    }
    int opA = transA ? TRANS : NO_TRANS;
    try {
      if (bytes == Float.BYTES) {
        Sgemv.HANDLE.invokeExact(ROW_MAJOR, opA, m, n, (float) alpha, addressA, lda, addressX, incX, (float) beta,
            addressY, incY);
      } else {
        Dgemv.HANDLE.invokeExact(ROW_MAJOR, opA, m, n, alpha, addressA, lda, addressX, incX, beta, addressY, incY);
      }
    } catch (Throwable e) {
      throw new LinkageError("cblas gemv", e);
    } finally {
      keep(a, x, y);
    }
  }

  /**
   * A ← alpha x yᵀ + A in float32.
   *
   * <p>Shapes: x [m], y [n], A [m,n].
   */
  public static void sger(int m, int n, float alpha, MemorySegment x, long xOffset, int incX, MemorySegment y,
      long yOffset, int incY, MemorySegment a, long aOffset, int lda) {
    ger(Float.BYTES, m, n, alpha, x, xOffset, incX, y, yOffset, incY, a, aOffset, lda);
  }

  /** The same as {@link #sger} in float64. */
  public static void dger(int m, int n, double alpha, MemorySegment x, long xOffset, int incX, MemorySegment y,
      long yOffset, int incY, MemorySegment a, long aOffset, int lda) {
    ger(Double.BYTES, m, n, alpha, x, xOffset, incX, y, yOffset, incY, a, aOffset, lda);
  }

  private static void ger(int bytes, int m, int n, double alpha, MemorySegment x, long xOffset, int incX,
      MemorySegment y, long yOffset, int incY, MemorySegment a, long aOffset, int lda) {
    long addressX = NativeMemory.input("x", x, xOffset, extent("x", m, 1, incX, bytes));
    long addressY = NativeMemory.input("y", y, yOffset, extent("y", n, 1, incY, bytes));
    long addressA = NativeMemory.output("A", a, aOffset, extent("A", m, n, lda, bytes));
    try {
      if (bytes == Float.BYTES) {
        Sger.HANDLE.invokeExact(ROW_MAJOR, m, n, (float) alpha, addressX, incX, addressY, incY, addressA, lda);
      } else {
        Dger.HANDLE.invokeExact(ROW_MAJOR, m, n, alpha, addressX, incX, addressY, incY, addressA, lda);
      }
    } catch (Throwable e) {
      throw new LinkageError("cblas ger", e);
    } finally {
      keep(x, y, a);
    }
  }

  /**
   * B ← op(A)⁻¹ B for triangular A in float32, with op(A) = A or Aᵀ; only that triangle is read, with {@code unit}
   * without its diagonal.
   *
   * <p>Shapes: A [m,m], B [m,n].
   */
  public static void strsm(boolean lower, boolean transA, boolean unit, int m, int n, MemorySegment a, long aOffset,
      int lda, MemorySegment b, long bOffset, int ldb) {
    trsm(Float.BYTES, lower, transA, unit, m, n, a, aOffset, lda, b, bOffset, ldb);
  }

  /** The same as {@link #strsm} in float64. */
  public static void dtrsm(boolean lower, boolean transA, boolean unit, int m, int n, MemorySegment a, long aOffset,
      int lda, MemorySegment b, long bOffset, int ldb) {
    trsm(Double.BYTES, lower, transA, unit, m, n, a, aOffset, lda, b, bOffset, ldb);
  }

  private static void trsm(int bytes, boolean lower, boolean transA, boolean unit, int m, int n, MemorySegment a,
      long aOffset, int lda, MemorySegment b, long bOffset, int ldb) {
    long addressA = NativeMemory.input("A", a, aOffset, extent("A", m, m, lda, bytes));
    long addressB = NativeMemory.output("B", b, bOffset, extent("B", m, n, ldb, bytes));
    int triangle = lower ? LOWER : UPPER;
    int opA = transA ? TRANS : NO_TRANS;
    int diagonal = unit ? UNIT : NON_UNIT;
    try {
      if (bytes == Float.BYTES) {
        Strsm.HANDLE.invokeExact(ROW_MAJOR, LEFT, triangle, opA, diagonal, m, n, 1f, addressA, lda, addressB, ldb);
      } else {
        Dtrsm.HANDLE.invokeExact(ROW_MAJOR, LEFT, triangle, opA, diagonal, m, n, 1.0, addressA, lda, addressB, ldb);
      }
    } catch (Throwable e) {
      throw new LinkageError("cblas trsm", e);
    } finally {
      keep(a, b, b);
    }
  }

  /** Bytes from the first to behind the last element of rows with a distance of {@code ld} elements. */
  private static long extent(String name, int rows, int columns, int ld, int elementBytes) {
    if (rows < 0 || columns < 0 || ld < Math.max(1, columns)) {
      throw new IllegalArgumentException(
          name + ": rows at a distance of " + ld + " cannot hold a matrix [" + rows + "," + columns + "]");
    }
    return rows == 0 || columns == 0 ? 0 : ((rows - 1L) * ld + columns) * elementBytes;
  }

  private static void keep(MemorySegment first, MemorySegment second, MemorySegment third) {
    reachabilityFence(first);
    reachabilityFence(second);
    reachabilityFence(third);
  }

  private static MethodHandle gemm(String name, MemoryLayout real) {
    // order transA transB m n k alpha A lda B ldb beta C ldc
    return OpenBlas.function(name, FunctionDescriptor.ofVoid(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT,
        real, JAVA_LONG, JAVA_INT, JAVA_LONG, JAVA_INT, real, JAVA_LONG, JAVA_INT));
  }

  private static MethodHandle gemv(String name, MemoryLayout real) {
    // order transA m n alpha A lda x incX beta y incY
    return OpenBlas.function(name, FunctionDescriptor.ofVoid(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, real, JAVA_LONG,
        JAVA_INT, JAVA_LONG, JAVA_INT, real, JAVA_LONG, JAVA_INT));
  }

  private static MethodHandle ger(String name, MemoryLayout real) {
    // order m n alpha x incX y incY A lda
    return OpenBlas.function(name, FunctionDescriptor.ofVoid(JAVA_INT, JAVA_INT, JAVA_INT, real, JAVA_LONG, JAVA_INT,
        JAVA_LONG, JAVA_INT, JAVA_LONG, JAVA_INT));
  }

  private static MethodHandle trsm(String name, MemoryLayout real) {
    // order side uplo transA diag m n alpha A lda B ldb
    return OpenBlas.function(name, FunctionDescriptor.ofVoid(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT,
        JAVA_INT, real, JAVA_LONG, JAVA_INT, JAVA_LONG, JAVA_INT));
  }
}
