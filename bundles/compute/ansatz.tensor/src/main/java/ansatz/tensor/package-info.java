/**
 * Tensors, the programs they are traced into, transforms of programs, and the {@link ansatz.tensor.Backend} service.
 */
@Export(substitution = Export.Substitution.NOIMPORT)
@Version("1.0.0")
package ansatz.tensor;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
