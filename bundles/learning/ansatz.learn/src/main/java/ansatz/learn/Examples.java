package ansatz.learn;

import ansatz.linalg.Matrix;
import java.util.List;
import java.util.Set;

/**
 * What is learned from: features x [N,D] with their names [D], and the target of each row.
 */
public record Examples(List<String> features, Matrix x, Target target) {
  public Examples {
    features = List.copyOf(features);
    if (features.size() != x.cols()) {
      throw new IllegalArgumentException("x has " + x.cols() + " columns but there are " + features.size() + " names");
    }
    if (!(target instanceof Target.None) && target.size() != x.rows()) {
      throw new IllegalArgumentException("x has " + x.rows() + " rows but the target has " + target.size());
    }
  }

  /** The examples with the given row numbers, in that order. */
  public Examples rows(int... indices) {
    return new Examples(features, x.rows(indices), target.rows(indices));
  }

  /** The task that this target poses. */
  public Task task() {
    return switch (target) {
      case Target.Real _ -> Task.REGRESSION;
      case Target.Label _ -> Task.CLASSIFICATION;
      case Target.None _ -> Task.CLUSTERING;
    };
  }

  /**
   * These examples, fit to learn from (rule E5 of {@link Estimator}).
   *
   * @throws IllegalArgumentException where there are no rows, where the task is none of the given ones, or where a feature
   *   or a real target is NaN or infinite; it names the row and the feature
   */
  public Examples require(Set<Task> tasks) {
    if (!tasks.contains(task())) {
      throw new IllegalArgumentException("target poses the task " + task() + ", not one of " + tasks);
    }
    if (x.rows() == 0) {
      throw new IllegalArgumentException("there are no rows to learn from");
    }
    if (x.cols() == 0) {
      throw new IllegalArgumentException("there are no features to learn from");
    }
    requireFinite(x, features);
    if (target instanceof Target.Real(double[] y)) {
      for (int i = 0; i < y.length; i++) {
        if (!Double.isFinite(y[i])) {
          throw new IllegalArgumentException("target of row " + i + " is " + y[i]);
        }
      }
    }
    return this;
  }

  /**
   * Refuses rows x [N,D'] to predict for, unless they have the number D of features that was learned from and are finite.
   *
   * @throws IllegalArgumentException that says what is wrong
   */
  public static void requireFeatures(Matrix x, int features) {
    if (x.cols() != features) {
      throw new IllegalArgumentException("rows have " + x.cols() + " features, but " + features + " were learned from");
    }
    requireFinite(x, List.of());
  }

  private static void requireFinite(Matrix x, List<String> names) {
    for (int i = 0; i < x.data().length; i++) {
      if (!Double.isFinite(x.data()[i])) {
        int column = i % x.cols();
        String name = names.isEmpty() ? "number " + column : "'" + names.get(column) + "'";
        throw new IllegalArgumentException("feature " + name + " of row " + i / x.cols() + " is " + x.data()[i]);
      }
    }
  }
}
