/**
 * Which versions of which bundles there are, how one gets in, how one goes live, and how one is proved to be gone.
 *
 * <p>Types of the OSGi framework stand in its signatures ({@link ansatz.bundles.ContentDigest}, {@link
 * ansatz.bundles.Wires}), since that framework is the platform on which all of it runs, as the JDK is.
 */
@Export(substitution = Export.Substitution.NOIMPORT)
@Version("1.0.0")
package ansatz.bundles;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
