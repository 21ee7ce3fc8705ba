/**
 * The trainers of Tribuo 4.3.2 as estimators: {@code tribuo.NAME} is the class of that name, {@code tribuo.random-forest}
 * is {@link ansatz.baseline.tribuo.RandomForest}.
 */
@Export(substitution = Export.Substitution.NOIMPORT)
@Version("1.0.0")
package ansatz.baseline.tribuo;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
