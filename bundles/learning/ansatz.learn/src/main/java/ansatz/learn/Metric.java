package ansatz.learn;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * A number that says how good predictions are.
 *
 * <p>{@code NaN} means that the prediction has not what the metric needs (no deviation, no probabilities): the cell
 * stays empty, nothing fails.
 */
@ConsumerType
public interface Metric {
  /** The task it judges. */
  Task task();

  /** What is better. */
  Better better();

  /** The value over N rows: truth [N], prediction [N]; for clustering, truth is {@code Target.None} or known labels. */
  double of(Target truth, Prediction prediction);

  /** The direction of improvement. */
  enum Better {
    LOWER, HIGHER,
    /** Neither: closeness to a nominal value, as for the coverage of intervals. */
    NOMINAL
  }
}
