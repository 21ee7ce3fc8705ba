package ansatz.linalg.jblas;

import ansatz.linalg.AbstractLapack;
import ansatz.linalg.LinearAlgebra;
import ansatz.natives.gfortran.GfortranRuntime;
import ansatz.natives.jblas.Jblas;
import org.jblas.NativeBlas;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.propertytypes.SatisfyingConditionTarget;
import org.osgi.service.component.propertytypes.ServiceRanking;

/**
 * {@link LinearAlgebra} on jblas 1.2.5, one native call at a time.
 *
 * <p>{@link Jblas} says why, and what runs in parallel should use another provider. jblas copies whole arrays on every
 * call, so calls get arrays that hold nothing but the operands. Triangular systems are solved by {@link TriangularSolve},
 * since jblas does not bind dtrsm.
 */
@Component(service = LinearAlgebra.class, property = "ansatz.name=jblas")
@SatisfyingConditionTarget("(osgi.condition.id=" + GfortranRuntime.CONDITION + ")")
@ServiceRanking(50)
public final class JblasLinearAlgebra extends AbstractLapack {
  /**
   * Loads the native library.
   *
   * @throws IllegalStateException with the reason, when this platform or this machine cannot have it
   */
  public JblasLinearAlgebra() {
    Jblas.load();
  }

  @Override
  protected void dgemm(char transA, char transB, int m, int n, int k, double alpha, double[] a, int lda, double[] b,
      int ldb, double beta, double[] c, int ldc) {
    synchronized (Jblas.LOCK) {
      NativeBlas.dgemm(transA, transB, m, n, k, alpha, a, 0, lda, b, 0, ldb, beta, c, 0, ldc);
    }
  }

  @Override
  protected void dsyrk(char uplo, char trans, int n, int k, double[] a, int lda, double[] c, int ldc) {
    char other = trans == 'N' ? 'T' : 'N';
    synchronized (Jblas.LOCK) {
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
    synchronized (Jblas.LOCK) {
      return NativeBlas.dgetrf(m, n, a, 0, lda, ipiv, 0);
    }
  }

  @Override
  protected int dpotrf(char uplo, int n, double[] a, int lda) {
    synchronized (Jblas.LOCK) {
      return NativeBlas.dpotrf(uplo, n, a, 0, lda);
    }
  }

  @Override
  protected int dgeqrf(int m, int n, double[] a, int lda, double[] tau) {
    synchronized (Jblas.LOCK) {
      return NativeBlas.dgeqrf(m, n, a, 0, lda, tau, 0);
    }
  }

  @Override
  protected int dormqr(char side, char trans, int m, int n, int k, double[] a, int lda, double[] tau, double[] c,
      int ldc) {
    synchronized (Jblas.LOCK) {
      return NativeBlas.dormqr(side, trans, m, n, k, a, 0, lda, tau, 0, c, 0, ldc);
    }
  }

  @Override
  protected int dorgqr(int m, int n, int k, double[] a, int lda, double[] tau) {
    synchronized (Jblas.LOCK) {
      return NativeBlas.dorgqr(m, n, k, a, 0, lda, tau, 0);
    }
  }

  /** jblas has dgesvd (QR iteration) in place of dgesdd (divide and conquer): the same result, slower. */
  @Override
  protected int dgesdd(char jobz, int m, int n, double[] a, int lda, double[] s, double[] u, int ldu, double[] vt,
      int ldvt) {
    synchronized (Jblas.LOCK) {
      return NativeBlas.dgesvd(jobz, jobz, m, n, a, 0, lda, s, 0, u, 0, ldu, vt, 0, ldvt);
    }
  }

  @Override
  protected int dsyevd(char uplo, int n, double[] a, int lda, double[] w) {
    synchronized (Jblas.LOCK) {
      return NativeBlas.dsyevd('V', uplo, n, a, 0, lda, w, 0);
    }
  }
}
