package ansatz.data;

import ansatz.learn.State;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Changes columns by rules learned from the training rows only.
 *
 * <p>Rules: T1 pure. T2 {@code apply} never looks at other rows of what it is applied to. T3 roles and the target stay.
 */
@ConsumerType
public interface Transform {
  /** Learns from the training rows. */
  State fit(Dataset training);

  /** Applies what was learned to any rows with the same columns. */
  Dataset apply(State state, Dataset rows);
}
