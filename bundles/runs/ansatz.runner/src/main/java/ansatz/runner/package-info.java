/** Executes experiments step by step and loses nothing; usable with plain {@code new}, without a framework. */
@Export(substitution = Export.Substitution.NOIMPORT)
@Version("1.0.0")
package ansatz.runner;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
