/** An estimator for tests that replace it. */
@Export(substitution = Export.Substitution.NOIMPORT)
@Version("1.0.0")
package zoo.descent;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
