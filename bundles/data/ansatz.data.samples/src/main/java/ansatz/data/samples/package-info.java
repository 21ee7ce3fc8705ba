/** Small real data sets that are part of every installation. */
@Export(substitution = Export.Substitution.NOIMPORT)
@Version("1.0.0")
package ansatz.data.samples;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
