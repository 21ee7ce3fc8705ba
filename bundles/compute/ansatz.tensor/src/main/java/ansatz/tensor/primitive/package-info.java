/**
 * The primitives: each says its shape rule, its meaning in plain loops, its JVP, its transpose and its batching rule.
 */
@Export(substitution = Export.Substitution.NOIMPORT)
@Version("1.0.0")
package ansatz.tensor.primitive;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
