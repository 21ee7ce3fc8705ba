package ansatz.learn;

import org.osgi.annotation.versioning.ConsumerType;

/** Makes estimators; the service by which a bundle offers one. */
@ConsumerType
public interface EstimatorFactory extends PartFactory<Estimator> {}
