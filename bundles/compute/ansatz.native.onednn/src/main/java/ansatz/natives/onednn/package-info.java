/** The oneDNN library: convolutions, products and changes of layout by the foreign-function interface. */
@Export(substitution = Export.Substitution.NOIMPORT)
@Version("1.0.0")
package ansatz.natives.onednn;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
