/** The jblas library: loading it, and the lock under which it is called. */
@Export(substitution = Export.Substitution.NOIMPORT)
@Version("1.0.0")
package ansatz.natives.jblas;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
