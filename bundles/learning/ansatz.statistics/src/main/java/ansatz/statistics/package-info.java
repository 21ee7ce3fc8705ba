/** Statistics over the folds of a cross-validation and comparisons of models on the same folds. */
@Export(substitution = Export.Substitution.NOIMPORT)
@Version("1.0.0")
package ansatz.statistics;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
