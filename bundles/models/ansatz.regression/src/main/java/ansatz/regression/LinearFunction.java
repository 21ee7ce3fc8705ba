package ansatz.regression;

import ansatz.learn.State;
import ansatz.learn.Summary;
import ansatz.linalg.Array;
import ansatz.linalg.LinearAlgebra;
import ansatz.linalg.Matrix;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** f(x) = w^T x + b, what every linear regression learns; w [D]. */
record LinearFunction(double[] weights, double intercept) {
  private static final String WEIGHTS = "weights";
  private static final String INTERCEPT = "intercept";

  /** The function that a state holds. */
  static LinearFunction of(State state) {
    return new LinearFunction(state.doubles(WEIGHTS), state.real(INTERCEPT));
  }

  /** Adds the function to the arrays of a state. */
  void putInto(Map<String, Array> arrays) {
    arrays.put(WEIGHTS, Array.of(weights));
    arrays.put(INTERCEPT, Array.of(new double[] {intercept}));
  }

  /** f(x) for each row; x [N,D]. */
  double[] of(LinearAlgebra linalg, Matrix x) {
    double[] f = linalg.multiply(x, weights);
    for (int i = 0; i < f.length; i++) {
      f[i] += intercept;
    }
    return f;
  }

  /** Coefficients by feature name, after the intercept if it was fitted; standard errors [1+D], its own first. */
  Summary summary(List<String> features, double[] standardErrors, boolean withIntercept) {
    List<Summary.Entry> entries = new ArrayList<>();
    if (withIntercept) {
      entries.add(new Summary.Entry("(intercept)", intercept, standardErrors[0]));
    }
    for (int j = 0; j < weights.length; j++) {
      entries.add(new Summary.Entry(features.get(j), weights[j], standardErrors[1 + j]));
    }
    return new Summary("coefficients", entries);
  }
}
