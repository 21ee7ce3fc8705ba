/** How good predictions are: metrics, statistics over folds and the comparison of two models. */
@Export(substitution = Export.Substitution.NOIMPORT)
@Version("1.0.0")
package ansatz.metrics;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
