/** The procedure {@code fit}: estimators compared on the same folds of the same data. */
@Export(substitution = Export.Substitution.NOIMPORT)
@Version("1.0.0")
package ansatz.fit;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
