/** Contracts that every implementation of a service passes, as abstract JUnit classes with one factory method each. */
@Export(substitution = Export.Substitution.NOIMPORT)
@Version("1.0.0")
package ansatz.testkit;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
