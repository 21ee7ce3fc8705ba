/** GCC's run-time libraries for Fortran and OpenMP, which numerical libraries such as OpenBLAS and oneDNN are linked against. */
@Export(substitution = Export.Substitution.NOIMPORT)
@Version("1.2.0")
package ansatz.natives.gfortran;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
