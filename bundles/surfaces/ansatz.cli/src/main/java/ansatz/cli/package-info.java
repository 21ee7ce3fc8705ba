/** The command line: subcommands are services, so that any bundle can add one. */
@Export(substitution = Export.Substitution.NOIMPORT)
@Version("1.0.0")
package ansatz.cli;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
