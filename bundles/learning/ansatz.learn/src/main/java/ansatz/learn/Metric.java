package ansatz.learn;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * A number that says how good predictions are.
 *
 * <p>{@code NaN} means that the prediction has not what the metric needs (no deviation, no probabilities): the cell
 * stays empty, nothing fails.
 *
 * <p>Rules (each has a test in {@code MetricContract}): M1 it is pure and writes to nothing. M2 the order of the rows
 * does not matter. M3 nothing is better than the truth itself. M4 what is missing or NaN gives NaN. M5 as many
 * predictions as targets, at least one, of a kind that fits the task, else an {@link IllegalArgumentException}.
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
