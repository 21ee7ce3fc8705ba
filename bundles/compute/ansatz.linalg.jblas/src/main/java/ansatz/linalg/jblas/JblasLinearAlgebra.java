package ansatz.linalg.jblas;

import ansatz.linalg.AbstractLapack;
import ansatz.linalg.LinearAlgebra;
import ansatz.natives.gfortran.GfortranRuntime;
import org.jblas.NativeBlas;
import org.jblas.util.Logger;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.propertytypes.SatisfyingConditionTarget;
import org.osgi.service.component.propertytypes.ServiceRanking;

/**
 * {@link LinearAlgebra} on jblas 1.2.5, one native call at a time.
 *
 * <p>Two calls at once, even two matrix products, now and then give wrong numbers: the BLAS inside was built without
 * locks on its buffers. A lock makes the provider safe; what runs in parallel should use another one. jblas copies whole arrays on every call, so calls get arrays that hold nothing but the operands. Triangular
 * systems are solved by {@link TriangularSolve}, since jblas does not bind dtrsm.
 */
@Component(service = LinearAlgebra.class, property = "ansatz.name=jblas")
@SatisfyingConditionTarget("(osgi.condition.id=" + GfortranRuntime.CONDITION + ")")
@ServiceRanking(50)
public final class JblasLinearAlgebra extends AbstractLapack {
  /** Every class loader that loads jblas has a library of its own, so a lock in this class is enough. */
  private static final Object LIBRARY = new Object();

  /**
   * Loads the native library.
   *
   * @throws IllegalStateException with the reason, when this platform or this machine cannot have it
   */
  public JblasLinearAlgebra() {
    GfortranRuntime.load();
    // jblas reports to standard error, last when the process ends; what matters comes as an exception.
    Logger.getLogger().setLevel(Logger.ERROR);
    try {
      dgemm('N', 'N', 1, 1, 1, 1, new double[1], 1, new double[1], 1, 0, new double[1], 1);
    } catch (LinkageError e) {
      throw new IllegalStateException("jblas: its native library cannot be loaded: " + e, e);
    }
  }

  @Override
  protected void dgemm(char transA, char transB, int m, int n, int k, double alpha, double[] a, int lda, double[] b,
      int ldb, double beta, double[] c, int ldc) {
    synchronized (LIBRARY) {
      NativeBlas.dgemm(transA, transB, m, n, k, alpha, a, 0, lda, b, 0, ldb, beta, c, 0, ldc);
    }
  }

  @Override
  protected void dsyrk(char uplo, char trans, int n, int k, double[] a, int lda, double[] c, int ldc) {
    char other = trans == 'N' ? 'T' : 'N';
    synchronized (LIBRARY) {
      NativeBlas.dgemm(trans, other, n, n, k, 1, a, 0, lda, a, 0, lda, 0, c, 0, ldc);
    }
  }

  @Override
  protected void dtrsm(char side, char uplo, char trans, char diag, int m, int n, double[] a, int lda, double[] b,
      int ldb) {
    new TriangularSolve(this, uplo, trans, diag, a, lda).apply(side, m, n, b, ldb);
  }

  @Override
  protected int dgetrf(int m, int n, double[] a, int lda, int[] ipiv) {
    synchronized (LIBRARY) {
      return NativeBlas.dgetrf(m, n, a, 0, lda, ipiv, 0);
    }
  }

  @Override
  protected int dpotrf(char uplo, int n, double[] a, int lda) {
    synchronized (LIBRARY) {
      return NativeBlas.dpotrf(uplo, n, a, 0, lda);
    }
  }

  @Override
  protected int dgeqrf(int m, int n, double[] a, int lda, double[] tau) {
    synchronized (LIBRARY) {
      return NativeBlas.dgeqrf(m, n, a, 0, lda, tau, 0);
    }
  }

  @Override
  protected int dormqr(char side, char trans, int m, int n, int k, double[] a, int lda, double[] tau, double[] c,
      int ldc) {
    synchronized (LIBRARY) {
      return NativeBlas.dormqr(side, trans, m, n, k, a, 0, lda, tau, 0, c, 0, ldc);
    }
  }

  @Override
  protected int dorgqr(int m, int n, int k, double[] a, int lda, double[] tau) {
    synchronized (LIBRARY) {
      return NativeBlas.dorgqr(m, n, k, a, 0, lda, tau, 0);
    }
  }

  /** jblas has dgesvd (QR iteration) in place of dgesdd (divide and conquer): the same result, slower. */
  @Override
  protected int dgesdd(char jobz, int m, int n, double[] a, int lda, double[] s, double[] u, int ldu, double[] vt,
      int ldvt) {
    synchronized (LIBRARY) {
      return NativeBlas.dgesvd(jobz, jobz, m, n, a, 0, lda, s, 0, u, 0, ldu, vt, 0, ldvt);
    }
  }

  @Override
  protected int dsyevd(char uplo, int n, double[] a, int lda, double[] w) {
    synchronized (LIBRARY) {
      return NativeBlas.dsyevd('V', uplo, n, a, 0, lda, w, 0);
    }
  }
}
