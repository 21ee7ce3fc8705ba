package ansatz.learn;

import org.osgi.annotation.versioning.ConsumerType;

/** Makes metrics; the service by which a bundle offers one. */
@ConsumerType
public interface MetricFactory extends PartFactory<Metric> {}
