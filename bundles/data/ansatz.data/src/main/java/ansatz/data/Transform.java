package ansatz.data;

import ansatz.learn.State;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Changes columns by rules learned from the training rows only.
 *
 * <p>Rules, held by {@code TransformContract}:
 * <ul>
 * <li>T1 Pure: the same arguments give the same bits, and are not written to; the state is all that is learned.
 * <li>T2 {@code apply} never looks at other rows of what it is applied to, so that nothing leaks from the test rows.
 * <li>T3 Number and order of the rows, the target and the ignored columns stay.
 * </ul>
 */
@ConsumerType
public interface Transform {
  /**
   * Learns from the training rows.
   *
   * @throws DataException naming the column from which nothing can be learned
   */
  State fit(Dataset training);

  /**
   * Applies what was learned to any rows with the same columns.
   *
   * @throws DataException naming the column that was not learned from, or the value that does not fit
   */
  Dataset apply(State state, Dataset rows);
}
