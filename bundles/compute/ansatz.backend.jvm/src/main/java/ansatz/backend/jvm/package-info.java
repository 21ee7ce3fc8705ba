/** Programs compiled to bytecode. */
@Export(substitution = Export.Substitution.NOIMPORT)
@Version("1.0.0")
package ansatz.backend.jvm;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
