package ansatz.metrics;

import ansatz.learn.Prediction;
import ansatz.learn.Target;

/** Class numbers y [N] with what was predicted for them. */
record LabelPairs(int[] truth, Prediction.Label prediction) {
  /** Checks that both are labels of the same classes and of the same, positive number of rows. */
  static LabelPairs of(Target truth, Prediction prediction) {
    if (!(truth instanceof Target.Label label) || !(prediction instanceof Prediction.Label predicted)) {
      throw new IllegalArgumentException("needs labels and predicted labels, got Target."
          + truth.getClass().getSimpleName() + " and Prediction." + prediction.getClass().getSimpleName());
    }
    Rows.check(truth.size(), prediction.size());
    if (!label.classes().equals(predicted.classes())) {
      throw new IllegalArgumentException(
          "the classes are " + label.classes() + " but " + predicted.classes() + " were predicted");
    }
    return new LabelPairs(label.values(), predicted);
  }

  /** Whether a score is NaN, so that no class wins. */
  boolean undefined() {
    return Rows.hasNaN(prediction.scores().data());
  }

  int size() {
    return truth.length;
  }

  int classes() {
    return prediction.classes().size();
  }
}
