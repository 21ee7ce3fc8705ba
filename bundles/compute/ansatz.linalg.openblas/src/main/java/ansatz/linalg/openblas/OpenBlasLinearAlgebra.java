package ansatz.linalg.openblas;

import static ansatz.linalg.openblas.Operands.store;
import static ansatz.linalg.openblas.Routines.COLUMN_MAJOR;
import static java.lang.foreign.MemorySegment.ofArray;

import ansatz.linalg.AbstractLapack;
import ansatz.linalg.LinearAlgebra;
import ansatz.natives.gfortran.GfortranRuntime;
import ansatz.natives.openblas.OpenBlas;
import java.lang.foreign.MemorySegment;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.propertytypes.SatisfyingConditionTarget;
import org.osgi.service.component.propertytypes.ServiceRanking;

/**
 * {@link LinearAlgebra} on OpenBLAS 0.3.31 through the foreign-function interface, one thread a call.
 *
 * <p>Products and triangular solves work on the Java arrays in place, in slices of at most some 20 ms, because garbage
 * collection waits for such a call (n = 1024: twice as fast as with copies). The factorisations work on off-heap copies.
 */
@Component(service = LinearAlgebra.class, property = "ansatz.name=openblas")
@SatisfyingConditionTarget("(osgi.condition.id=" + GfortranRuntime.CONDITION + ")")
@ServiceRanking(100)
public final class OpenBlasLinearAlgebra extends AbstractLapack {
  /** At most some 20 ms on one core; the slices depend on the shape alone, so the bits do. */
  private static final double SLICE_FLOPS = 1e9;

  /**
   * Loads the native library.
   *
   * @throws IllegalStateException with the reason, when this platform or this machine cannot have it
   */
  public OpenBlasLinearAlgebra() {
    OpenBlas.load();
  }

  @Override
  protected void dgemm(char transA, char transB, int m, int n, int k, double alpha, double[] a, int lda, double[] b,
      int ldb, double beta, double[] c, int ldc) {
    int opA = cblas(transA);
    int opB = cblas(transB);
    int slice = slice(2.0 * m * k, n);
    try {
      for (int j = 0; j < n; j += slice) {
        Routines.DGEMM.invokeExact(COLUMN_MAJOR, opA, opB, m, Math.min(slice, n - j), k, alpha, ofArray(a), lda,
            from(b, transB == 'N' ? j * ldb : j), ldb, beta, from(c, j * ldc), ldc);
      }
    } catch (Throwable e) {
      throw failure(e);
    }
  }

  /** Sums over slices of the inner extent. */
  @Override
  protected void dsyrk(char uplo, char trans, int n, int k, double[] a, int lda, double[] c, int ldc) {
    int triangle = cblas(uplo);
    int op = cblas(trans);
    int slice = slice((double) n * n, k);
    try {
      for (int l = 0; l < k; l += slice) {
        Routines.DSYRK.invokeExact(COLUMN_MAJOR, triangle, op, n, Math.min(slice, k - l), 1.0,
            from(a, trans == 'N' ? l * lda : l), lda, l == 0 ? 0.0 : 1.0, ofArray(c), ldc);
      }
    } catch (Throwable e) {
      throw failure(e);
    }
  }

  /** The columns of B (side L), or its rows (side R), are independent. */
  @Override
  protected void dtrsm(char side, char uplo, char trans, char diag, int m, int n, double[] a, int lda, double[] b,
      int ldb) {
    boolean left = side == 'L';
    int triangle = cblas(uplo);
    int op = cblas(trans);
    int unit = diag == 'U' ? 132 : 131;
    int count = left ? n : m;
    int slice = slice(left ? (double) m * m : (double) n * n, count);
    try {
      for (int i = 0; i < count; i += slice) {
        int size = Math.min(slice, count - i);
        Routines.DTRSM.invokeExact(COLUMN_MAJOR, left ? 141 : 142, triangle, op, unit, left ? m : size,
            left ? size : n, 1.0, ofArray(a), lda, from(b, left ? i * ldb : i), ldb);
      }
    } catch (Throwable e) {
      throw failure(e);
    }
  }

  /** How many of {@code count} equal parts one call takes: a multiple of 64 unless all. */
  private static int slice(double flopsOfOne, int count) {
    return count * flopsOfOne <= SLICE_FLOPS ? count : Math.max(64, (int) (SLICE_FLOPS / flopsOfOne) & -64);
  }

  private static MemorySegment from(double[] array, int offset) {
    return ofArray(array).asSlice(8L * offset);
  }

  @Override
  protected int dgetrf(int m, int n, double[] a, int lda, int[] ipiv) {
    try (Operands operands = new Operands()) {
      MemorySegment lu = operands.copy(a);
      MemorySegment pivots = operands.copy(ipiv);
      int info = (int) Routines.DGETRF.invokeExact(COLUMN_MAJOR, m, n, lu, lda, pivots);
      store(lu, a);
      store(pivots, ipiv);
      return checked("dgetrf", info);
    } catch (Throwable e) {
      throw failure(e);
    }
  }

  @Override
  protected int dpotrf(char uplo, int n, double[] a, int lda) {
    try (Operands operands = new Operands()) {
      MemorySegment factor = operands.copy(a);
      int info = (int) Routines.DPOTRF.invokeExact(COLUMN_MAJOR, (byte) uplo, n, factor, lda);
      store(factor, a);
      return checked("dpotrf", info);
    } catch (Throwable e) {
      throw failure(e);
    }
  }

  @Override
  protected int dgeqrf(int m, int n, double[] a, int lda, double[] tau) {
    try (Operands operands = new Operands()) {
      MemorySegment qr = operands.copy(a);
      MemorySegment factors = operands.copy(tau);
      int info = (int) Routines.DGEQRF.invokeExact(COLUMN_MAJOR, m, n, qr, lda, factors);
      store(qr, a);
      store(factors, tau);
      return checked("dgeqrf", info);
    } catch (Throwable e) {
      throw failure(e);
    }
  }

  @Override
  protected int dormqr(char side, char trans, int m, int n, int k, double[] a, int lda, double[] tau, double[] c,
      int ldc) {
    try (Operands operands = new Operands()) {
      if (4.0 * m * n * k < SLICE_FLOPS / 4) {
        return checked("dormqr", (int) Routines.DORMQR_IN_PLACE.invokeExact(COLUMN_MAJOR, (byte) side, (byte) trans, m,
            n, k, ofArray(a), lda, ofArray(tau), ofArray(c), ldc));
      }
      MemorySegment product = operands.copy(c);
      int info = (int) Routines.DORMQR.invokeExact(COLUMN_MAJOR, (byte) side, (byte) trans, m, n, k, operands.copy(a),
          lda, operands.copy(tau), product, ldc);
      store(product, c);
      return checked("dormqr", info);
    } catch (Throwable e) {
      throw failure(e);
    }
  }

  @Override
  protected int dorgqr(int m, int n, int k, double[] a, int lda, double[] tau) {
    try (Operands operands = new Operands()) {
      MemorySegment q = operands.copy(a);
      int info = (int) Routines.DORGQR.invokeExact(COLUMN_MAJOR, m, n, k, q, lda, operands.copy(tau));
      store(q, a);
      return checked("dorgqr", info);
    } catch (Throwable e) {
      throw failure(e);
    }
  }

  @Override
  protected int dgesdd(char jobz, int m, int n, double[] a, int lda, double[] s, double[] u, int ldu, double[] vt,
      int ldvt) {
    try (Operands operands = new Operands()) {
      MemorySegment values = operands.copy(s);
      MemorySegment left = operands.copy(u);
      MemorySegment right = operands.copy(vt);
      int info = (int) Routines.DGESDD.invokeExact(COLUMN_MAJOR, (byte) jobz, m, n, operands.copy(a), lda, values, left,
          ldu, right, ldvt);
      store(values, s);
      store(left, u);
      store(right, vt);
      return checked("dgesdd", info);
    } catch (Throwable e) {
      throw failure(e);
    }
  }

  @Override
  protected int dsyevd(char uplo, int n, double[] a, int lda, double[] w) {
    try (Operands operands = new Operands()) {
      MemorySegment vectors = operands.copy(a);
      MemorySegment values = operands.copy(w);
      int info = (int) Routines.DSYEVD.invokeExact(COLUMN_MAJOR, (byte) 'V', (byte) uplo, n, vectors, lda, values);
      store(vectors, a);
      store(values, w);
      return checked("dsyevd", info);
    } catch (Throwable e) {
      throw failure(e);
    }
  }

  /** The enumerations of CBLAS for trans and uplo. */
  private static int cblas(char option) {
    return switch (option) {
      case 'N' -> 111;
      case 'T' -> 112;
      case 'U' -> 121;
      case 'L' -> 122;
      default -> throw new IllegalArgumentException("option " + option);
    };
  }

  /** LAPACKE says -1010 and -1011 when it finds no memory for its work arrays. */
  private static int checked(String routine, int info) {
    if (info <= -1010) {
      throw new OutOfMemoryError(routine + ": no memory for the work arrays");
    }
    if (info < 0) {
      throw new IllegalStateException(routine + ": argument " + -info + " is illegal");
    }
    return info;
  }

  private static RuntimeException failure(Throwable e) {
    switch (e) {
      case RuntimeException known -> throw known;
      case Error known -> throw known;
      default -> throw new LinkageError("OpenBLAS", e);
    }
  }
}
