/** The {@link ansatz.tensor.Backend} that interprets programs. */
@Export(substitution = Export.Substitution.NOIMPORT)
@Version("1.0.0")
package ansatz.backend.reference;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
