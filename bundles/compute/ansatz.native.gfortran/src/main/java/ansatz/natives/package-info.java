/** Shared libraries that travel inside bundles: unpacked once into a content-addressed folder, then opened. */
@Export(substitution = Export.Substitution.NOIMPORT)
@Version("1.0.0")
package ansatz.natives;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
