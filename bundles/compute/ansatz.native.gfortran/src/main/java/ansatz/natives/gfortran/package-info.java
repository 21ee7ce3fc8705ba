/** The GNU Fortran run-time library, which numerical libraries such as OpenBLAS and jblas are linked against. */
@Export(substitution = Export.Substitution.NOIMPORT)
@Version("1.1.0")
package ansatz.natives.gfortran;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
