/** Runs remembered in one SQLite database per home. */
@Export(substitution = Export.Substitution.NOIMPORT)
@Version("1.0.0")
package ansatz.store.sqlite;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
