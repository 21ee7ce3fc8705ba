package ansatz.backend.jvm.internal.routine;

import ansatz.natives.openblas.OpenBlas;

/** Whether OpenBLAS is there; looked for only when there is use for it, as loading takes a while. */
public final class Blas {
  public static final boolean PRESENT = isPresent();

  private Blas() {}

  private static boolean isPresent() {
    try {
      return OpenBlas.available();
    } catch (NoClassDefFoundError _) {
      return false;
    }
  }
}
