package ansatz.linalg.openblas;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_DOUBLE;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import ansatz.natives.openblas.OpenBlas;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.invoke.MethodHandle;

/**
 * The routines of CBLAS and LAPACKE in use; constants, since only then the call is compiled to a plain jump.
 *
 * <p>The ON_HEAP ones read and write Java arrays in place and hold off garbage collection while they run.
 */
final class Routines {
  static final int COLUMN_MAJOR = 102;

  private static final Linker.Option ON_HEAP = Linker.Option.critical(true);

  // order transA transB m n k alpha A lda B ldb beta C ldc
  private static final FunctionDescriptor GEMM = FunctionDescriptor.ofVoid(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT,
      JAVA_INT, JAVA_INT, JAVA_DOUBLE, ADDRESS, JAVA_INT, ADDRESS, JAVA_INT, JAVA_DOUBLE, ADDRESS, JAVA_INT);
  // order uplo trans n k alpha A lda beta C ldc
  private static final FunctionDescriptor SYRK = FunctionDescriptor.ofVoid(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT,
      JAVA_INT, JAVA_DOUBLE, ADDRESS, JAVA_INT, JAVA_DOUBLE, ADDRESS, JAVA_INT);
  // order side uplo trans diag m n alpha A lda B ldb
  private static final FunctionDescriptor TRSM = FunctionDescriptor.ofVoid(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT,
      JAVA_INT, JAVA_INT, JAVA_INT, JAVA_DOUBLE, ADDRESS, JAVA_INT, ADDRESS, JAVA_INT);

  static final MethodHandle DGEMM = OpenBlas.function("cblas_dgemm", GEMM);
  static final MethodHandle DGEMM_ON_HEAP = OpenBlas.function("cblas_dgemm", GEMM, ON_HEAP);
  static final MethodHandle DSYRK = OpenBlas.function("cblas_dsyrk", SYRK);
  static final MethodHandle DSYRK_ON_HEAP = OpenBlas.function("cblas_dsyrk", SYRK, ON_HEAP);
  static final MethodHandle DTRSM = OpenBlas.function("cblas_dtrsm", TRSM);
  static final MethodHandle DTRSM_ON_HEAP = OpenBlas.function("cblas_dtrsm", TRSM, ON_HEAP);

  static final MethodHandle DGETRF = lapack("dgetrf", JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT, ADDRESS);
  static final MethodHandle DPOTRF = lapack("dpotrf", JAVA_BYTE, JAVA_INT, ADDRESS, JAVA_INT);
  static final MethodHandle DGEQRF = lapack("dgeqrf", JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT, ADDRESS);
  static final MethodHandle DORMQR = lapack("dormqr", JAVA_BYTE, JAVA_BYTE, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS,
      JAVA_INT, ADDRESS, ADDRESS, JAVA_INT);
  static final MethodHandle DORGQR = lapack("dorgqr", JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT, ADDRESS);
  static final MethodHandle DGESDD = lapack("dgesdd", JAVA_BYTE, JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT, ADDRESS,
      ADDRESS, JAVA_INT, ADDRESS, JAVA_INT);
  static final MethodHandle DSYEVD = lapack("dsyevd", JAVA_BYTE, JAVA_BYTE, JAVA_INT, ADDRESS, JAVA_INT, ADDRESS);

  private Routines() {}

  /** A LAPACKE function, which takes the memory order first, allocates its own work arrays and returns info. */
  private static MethodHandle lapack(String name, MemoryLayout... arguments) {
    return OpenBlas.function("LAPACKE_" + name,
        FunctionDescriptor.of(JAVA_INT, JAVA_INT).appendArgumentLayouts(arguments));
  }
}
