/** The OpenBLAS library: BLAS, CBLAS, LAPACK and LAPACKE by the foreign-function interface. */
@Export(substitution = Export.Substitution.NOIMPORT)
@Version("1.1.0")
package ansatz.natives.openblas;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
