/** Data files: tables from CSV and TSV, named arrays in safetensors. */
@Export(substitution = Export.Substitution.NOIMPORT)
@Version("1.0.0")
package ansatz.data.files;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
