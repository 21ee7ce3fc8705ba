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
 * <p>Those of BLAS and the IN_PLACE ones read and write Java arrays; garbage collection waits while they run.
 */
final class Routines {
  static final int COLUMN_MAJOR = 102;

  private static final Linker.Option IN_PLACE = Linker.Option.critical(true);

  // order transA transB m n k alpha A lda B ldb beta C ldc
  private static final FunctionDescriptor GEMM = FunctionDescriptor.ofVoid(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT,
      JAVA_INT, JAVA_INT, JAVA_DOUBLE, ADDRESS, JAVA_INT, ADDRESS, JAVA_INT, JAVA_DOUBLE, ADDRESS, JAVA_INT);
  // order uplo trans n k alpha A lda beta C ldc
  private static final FunctionDescriptor SYRK = FunctionDescriptor.ofVoid(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT,
      JAVA_INT, JAVA_DOUBLE, ADDRESS, JAVA_INT, JAVA_DOUBLE, ADDRESS, JAVA_INT);
  // order side uplo trans diag m n alpha A lda B ldb
  private static final FunctionDescriptor TRSM = FunctionDescriptor.ofVoid(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT,
      JAVA_INT, JAVA_INT, JAVA_INT, JAVA_DOUBLE, ADDRESS, JAVA_INT, ADDRESS, JAVA_INT);

  // order side trans m n k A lda tau C ldc
  private static final FunctionDescriptor ORMQR = FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_BYTE, JAVA_BYTE,
      JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT, ADDRESS, ADDRESS, JAVA_INT);

  static final MethodHandle DGEMM = OpenBlas.function("cblas_dgemm", GEMM, IN_PLACE);
  static final MethodHandle DSYRK = OpenBlas.function("cblas_dsyrk", SYRK, IN_PLACE);
  static final MethodHandle DTRSM = OpenBlas.function("cblas_dtrsm", TRSM, IN_PLACE);

  static final MethodHandle DGETRF = lapack("dgetrf", JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT, ADDRESS);
  static final MethodHandle DPOTRF = lapack("dpotrf", JAVA_BYTE, JAVA_INT, ADDRESS, JAVA_INT);
  static final MethodHandle DGEQRF = lapack("dgeqrf", JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT, ADDRESS);
  static final MethodHandle DORMQR = OpenBlas.function("LAPACKE_dormqr", ORMQR);
  static final MethodHandle DORMQR_IN_PLACE = OpenBlas.function("LAPACKE_dormqr", ORMQR, IN_PLACE);
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
