/** How one process of a user asks another for something: a local socket, a token, one question, one answer. */
@Export(substitution = Export.Substitution.NOIMPORT)
@Version("1.0.0")
package ansatz.control;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
