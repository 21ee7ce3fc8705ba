package ansatz.data;

import org.osgi.annotation.versioning.ConsumerType;

/** A data set that comes with a bundle; a service with {@code ansatz.name}. */
@ConsumerType
public interface Sample {
  /** One line for lists. */
  String description();

  /** The data, with the usual target column. */
  Dataset load();
}
