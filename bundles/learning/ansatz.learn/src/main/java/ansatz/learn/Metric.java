package ansatz.learn;

import java.util.Locale;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * A number that says how good predictions are.
 *
 * <p>{@code NaN} means that the prediction has not what the metric needs (no deviation, no probabilities): the cell
 * stays empty, nothing fails.
 *
 * <p>Rules (each has a test in {@code MetricContract}): M1 it is pure and writes to nothing. M2 the order of the rows
 * does not matter. M3 nothing is better than the truth itself. M4 what is missing or NaN gives NaN. M5 as many
 * predictions as targets, at least one, of a kind that fits the task, else an {@link IllegalArgumentException}. M6 it
 * has a title, and a nominal value where better is {@link Better#NOMINAL} and only there.
 */
@ConsumerType
public interface Metric {
  /** The task it judges. */
  Task task();

  /** What is better. */
  Better better();

  /** Its name for people, as it stands over a column: {@code RMSE}, {@code R²}, {@code Log-loss}. */
  String title();

  /** The value that should be met where better is {@link Better#NOMINAL}, else NaN. */
  default double nominal() {
    return Double.NaN;
  }

  /** The value over N rows: truth [N], prediction [N]; for clustering, truth is {@code Target.None} or known labels. */
  double of(Target truth, Prediction prediction);

  /** The direction of improvement. */
  enum Better {
    LOWER, HIGHER,
    /** Neither: closeness to a nominal value, as for the coverage of intervals. */
    NOMINAL;

    /** What ranks values, smaller first: the value, its negative, or |value - nominal|. */
    public double loss(double value, double nominal) {
      return switch (this) {
        case LOWER -> value;
        case HIGHER -> -value;
        case NOMINAL -> Math.abs(value - nominal);
      };
    }

    /** As it stands in a result: {@code lower}, {@code higher}, {@code nominal}. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** The constant of a {@link #word}. */
    public static Better of(String word) {
      return valueOf(word.toUpperCase(Locale.ROOT));
    }
  }
}
