package ansatz.linalg.openblas;

import static ansatz.linalg.openblas.Operands.store;
import static ansatz.linalg.openblas.Routines.COLUMN_MAJOR;
import static java.lang.foreign.MemorySegment.ofArray;

import ansatz.linalg.AbstractLapack;
import ansatz.linalg.LinearAlgebra;
import ansatz.natives.openblas.OpenBlas;
import java.lang.foreign.MemorySegment;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.propertytypes.ServiceRanking;

/**
 * {@link LinearAlgebra} on OpenBLAS 0.3.31 through the foreign-function interface, one thread a call.
 *
 * <p>Products and triangular solves that take less than about a millisecond work on the Java arrays in place; longer
 * ones, and the factorisations, on off-heap copies, so that garbage collection never waits for them.
 */
@Component(service = LinearAlgebra.class, property = "ansatz.name=openblas")
@ServiceRanking(100)
public final class OpenBlasLinearAlgebra extends AbstractLapack {
  /** About half a millisecond of arithmetic on one core. */
  private static final double SHORT_FLOPS = 3e7;

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
    try {
      if (2.0 * m * n * k < SHORT_FLOPS) {
        Routines.DGEMM_ON_HEAP.invokeExact(COLUMN_MAJOR, opA, opB, m, n, k, alpha, ofArray(a), lda, ofArray(b), ldb,
            beta, ofArray(c), ldc);
        return;
      }
      try (Operands operands = new Operands()) {
        MemorySegment result = operands.copy(c);
        Routines.DGEMM.invokeExact(COLUMN_MAJOR, opA, opB, m, n, k, alpha, operands.copy(a), lda, operands.copy(b), ldb,
            beta, result, ldc);
        store(result, c);
      }
    } catch (Throwable e) {
      throw failure(e);
    }
  }

  @Override
  protected void dsyrk(char uplo, char trans, int n, int k, double[] a, int lda, double[] c, int ldc) {
    int triangle = cblas(uplo);
    int op = cblas(trans);
    try {
      if (1.0 * n * n * k < SHORT_FLOPS) {
        Routines.DSYRK_ON_HEAP.invokeExact(COLUMN_MAJOR, triangle, op, n, k, 1.0, ofArray(a), lda, 0.0, ofArray(c),
            ldc);
        return;
      }
      try (Operands operands = new Operands()) {
        MemorySegment result = operands.copy(c);
        Routines.DSYRK.invokeExact(COLUMN_MAJOR, triangle, op, n, k, 1.0, operands.copy(a), lda, 0.0, result, ldc);
        store(result, c);
      }
    } catch (Throwable e) {
      throw failure(e);
    }
  }

  @Override
  protected void dtrsm(char side, char uplo, char trans, char diag, int m, int n, double[] a, int lda, double[] b,
      int ldb) {
    int left = side == 'L' ? 141 : 142;
    int triangle = cblas(uplo);
    int op = cblas(trans);
    int unit = diag == 'U' ? 132 : 131;
    try {
      if ((double) m * n * (side == 'L' ? m : n) < SHORT_FLOPS) {
        Routines.DTRSM_ON_HEAP.invokeExact(COLUMN_MAJOR, left, triangle, op, unit, m, n, 1.0, ofArray(a), lda,
            ofArray(b), ldb);
        return;
      }
      try (Operands operands = new Operands()) {
        MemorySegment result = operands.copy(b);
        Routines.DTRSM.invokeExact(COLUMN_MAJOR, left, triangle, op, unit, m, n, 1.0, operands.copy(a), lda, result,
            ldb);
        store(result, b);
      }
    } catch (Throwable e) {
      throw failure(e);
    }
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
