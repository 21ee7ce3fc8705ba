package ansatz.learn;

import ansatz.linalg.Matrix;
import java.util.List;
import java.util.Optional;

/** What an estimator says of N rows. */
public sealed interface Prediction {
  /** The number of rows. */
  int size();

  /**
   * A real number a row: mean [N] and, where there is a predictive distribution, its standard deviation [N] (Gaussian).
   */
  record Real(double[] mean, Optional<double[]> deviation) implements Prediction {
    public Real(double[] mean) {
      this(mean, Optional.empty());
    }

    @Override
    public int size() {
      return mean.length;
    }
  }

  /**
   * A class a row: scores [N,K], the largest wins (ties to the first); probabilities when {@code probabilistic}, then
   * every row sums to 1.
   */
  record Label(Matrix scores, boolean probabilistic, List<String> classes) implements Prediction {
    public Label {
      classes = List.copyOf(classes);
      if (scores.cols() != classes.size()) {
        throw new IllegalArgumentException(
            "scores have " + scores.cols() + " columns for " + classes.size() + " classes");
      }
    }

    @Override
    public int size() {
      return scores.rows();
    }

    /** The winning class number of each row. */
    public int[] winners() {
      int[] winners = new int[scores.rows()];
      for (int i = 0; i < winners.length; i++) {
        for (int k = 1; k < scores.cols(); k++) {
          if (scores.get(i, k) > scores.get(i, winners[i])) {
            winners[i] = k;
          }
        }
      }
      return winners;
    }
  }

  /**
   * A group a row: responsibilities [N,K] (rows sum to 1; 0 or 1 for hard groups) and, where the model has a density,
   * log p(x) [N].
   */
  record Group(Matrix responsibilities, Optional<double[]> logDensity) implements Prediction {
    @Override
    public int size() {
      return responsibilities.rows();
    }
  }
}
