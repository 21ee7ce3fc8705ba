/** Transforms: scaling, coding and filling in of features by what was learned from the training rows. */
@Export(substitution = Export.Substitution.NOIMPORT)
@Version("1.0.0")
package ansatz.data.transforms;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
