package ansatz.learn;

import ansatz.linalg.Matrix;
import java.util.List;

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
}
