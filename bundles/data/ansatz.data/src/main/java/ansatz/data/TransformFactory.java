package ansatz.data;

import ansatz.learn.PartFactory;
import org.osgi.annotation.versioning.ConsumerType;

/** Makes transforms; the service by which a bundle offers one. */
@ConsumerType
public interface TransformFactory extends PartFactory<Transform> {}
