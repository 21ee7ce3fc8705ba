/**
 * Classical models: least squares, ridge, Bayesian and logistic regression, nearest neighbours, k-means and the
 * Gaussian mixture.
 *
 * <p>All of them take numeric features as they are; scaling is a transform of the data.
 */
@Export(substitution = Export.Substitution.NOIMPORT)
@Version("1.0.0")
package ansatz.regression;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
