/** Does runs again: to the bit with the code that made them, or with two versions of a part side by side. */
@Export(substitution = Export.Substitution.NOIMPORT)
@Version("1.0.0")
package ansatz.replay;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
