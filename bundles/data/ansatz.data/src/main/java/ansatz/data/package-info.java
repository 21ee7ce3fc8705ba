/** Datasets: named columns with roles, a fingerprint, folds, and what transforms, samples and readers are. */
@Export(substitution = Export.Substitution.NOIMPORT)
@Version("1.0.0")
package ansatz.data;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
