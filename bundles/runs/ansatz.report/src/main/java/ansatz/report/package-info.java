/** Runs as documents: one self-contained page a run. */
@Export(substitution = Export.Substitution.NOIMPORT)
@Version("1.0.0")
package ansatz.report;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
