/**
 * Dense linear algebra in float64: matrices, plain named arrays, and the {@link ansatz.linalg.LinearAlgebra} service.
 */
@Export(substitution = Export.Substitution.NOIMPORT)
@Version("1.0.0")
package ansatz.linalg;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
