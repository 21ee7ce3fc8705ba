/** Linear algebra on jblas. */
@Export(substitution = Export.Substitution.NOIMPORT)
@Version("1.0.0")
package ansatz.linalg.jblas;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
