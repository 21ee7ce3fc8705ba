/** Which versions of which bundles there are, how one gets in, how one goes live, and how one is proved to be gone. */
@Export(substitution = Export.Substitution.NOIMPORT)
@Version("1.0.0")
package ansatz.bundles;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
