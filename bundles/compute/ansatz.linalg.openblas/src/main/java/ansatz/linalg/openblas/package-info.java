/** Linear algebra on OpenBLAS. */
@Export(substitution = Export.Substitution.NOIMPORT)
@Version("1.0.0")
package ansatz.linalg.openblas;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
