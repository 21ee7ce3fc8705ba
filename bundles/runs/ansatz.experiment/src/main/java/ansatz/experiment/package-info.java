/** What a run is: experiment, procedure, slots and leases, snapshot, ledger, and the store that never loses one. */
@Export(substitution = Export.Substitution.NOIMPORT)
@Version("1.1.0")
package ansatz.experiment;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
