package ansatz.metrics;

import ansatz.learn.Prediction;
import ansatz.learn.Target;
import java.util.Optional;

/** Real targets y [N] with what was predicted for them. */
record RealPairs(double[] truth, double[] mean, Optional<double[]> deviation) {
  /** Checks that both are real and of the same, positive number of rows. */
  static RealPairs of(Target truth, Prediction prediction) {
    if (!(truth instanceof Target.Real real) || !(prediction instanceof Prediction.Real predicted)) {
      throw new IllegalArgumentException("needs real targets and real predictions, got Target."
          + truth.getClass().getSimpleName() + " and Prediction." + prediction.getClass().getSimpleName());
    }
    Rows.check(truth.size(), prediction.size());
    predicted.deviation().ifPresent(sigma -> checkDeviation(sigma, prediction.size()));
    return new RealPairs(real.values(), predicted.mean(), predicted.deviation());
  }

  private static void checkDeviation(double[] sigma, int rows) {
    if (sigma.length != rows) {
      throw new IllegalArgumentException("the prediction has " + rows + " means but " + sigma.length + " deviations");
    }
    for (int n = 0; n < rows; n++) {
      if (sigma[n] < 0) {
        throw new IllegalArgumentException("the deviation of row " + n + " is negative: " + sigma[n]);
      }
    }
  }

  int size() {
    return truth.length;
  }

  /** Whether every row has a mean and a deviation. */
  boolean gaussian() {
    return deviation.isPresent() && !Rows.hasNaN(mean) && !Rows.hasNaN(deviation.get());
  }

  /** y_n - mu_n. */
  double error(int n) {
    return truth[n] - mean[n];
  }
}
