/**
 * What a learning algorithm is: a config record, a pure algorithm, plain state, and a service that makes it findable.
 */
@Export(substitution = Export.Substitution.NOIMPORT)
@Version("1.1.0")
package ansatz.learn;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
