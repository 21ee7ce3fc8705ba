package ansatz.metrics;

import ansatz.learn.Prediction;
import ansatz.learn.Target;
import ansatz.linalg.Matrix;

/** Groupings of N rows, whose labels may or may not be known. */
final class GroupPairs {
  private GroupPairs() {}

  /** Checks that the prediction is a grouping of at least one row and that known labels are as many. */
  static Prediction.Group check(Target truth, Prediction prediction) {
    if (truth instanceof Target.Real || !(prediction instanceof Prediction.Group group)) {
      throw new IllegalArgumentException("needs labels or no target, and a grouping, got Target."
          + truth.getClass().getSimpleName() + " and Prediction." + prediction.getClass().getSimpleName());
    }
    Rows.check(truth instanceof Target.None ? prediction.size() : truth.size(), prediction.size());
    group.logDensity().ifPresent(density -> Rows.check(density.length, prediction.size()));
    return group;
  }

  /** The most responsible group of each row; ties to the first. */
  static int[] groups(Prediction.Group prediction) {
    Matrix r = prediction.responsibilities();
    int[] groups = new int[r.rows()];
    for (int n = 0; n < groups.length; n++) {
      for (int k = 1; k < r.cols(); k++) {
        if (r.get(n, k) > r.get(n, groups[n])) {
          groups[n] = k;
        }
      }
    }
    return groups;
  }
}
