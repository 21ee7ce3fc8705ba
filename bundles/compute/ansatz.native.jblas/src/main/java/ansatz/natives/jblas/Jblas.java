package ansatz.natives.jblas;

import ansatz.natives.gfortran.GfortranRuntime;
import org.jblas.NativeBlas;
import org.jblas.util.Logger;

/**
 * jblas 1.2.5, loaded once in a framework, whatever number of versions of its users there are.
 *
 * <p>Two calls at once, even two matrix products, now and then give wrong numbers: the BLAS inside was built without
 * locks on its buffers. Every call of {@link NativeBlas} is made while holding {@link #LOCK}.
 */
public final class Jblas {
  /** Held during every native call. */
  public static final Object LOCK = new Object();

  private static boolean loaded;

  private Jblas() {}

  /**
   * Loads the library unless that is done, and the Fortran run-time library before it.
   *
   * @throws IllegalStateException with the reason, when this platform or this machine cannot have it
   */
  public static void load() {
    synchronized (LOCK) {
      if (!loaded) {
        GfortranRuntime.load();
        // jblas reports to standard error, last when the process ends; what matters comes as an exception.
        Logger.getLogger().setLevel(Logger.ERROR);
        try {
          NativeBlas.dgemm('N', 'N', 1, 1, 1, 1, new double[1], 0, 1, new double[1], 0, 1, 0, new double[1], 0, 1);
        } catch (LinkageError e) {
          throw new IllegalStateException("jblas: its native library cannot be loaded: " + e, e);
        }
        loaded = true;
      }
    }
  }
}
