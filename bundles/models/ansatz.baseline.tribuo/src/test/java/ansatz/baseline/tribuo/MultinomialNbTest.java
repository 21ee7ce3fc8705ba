package ansatz.baseline.tribuo;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ansatz.learn.Context;
import ansatz.learn.Estimator;
import ansatz.learn.Examples;
import ansatz.learn.Params;
import ansatz.learn.Prediction;
import ansatz.learn.State;
import ansatz.learn.Summary;
import ansatz.learn.Task;
import ansatz.linalg.Matrix;
import ansatz.testkit.TinyProblem;
import java.util.Arrays;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class MultinomialNbTest extends AbstractTribuoTest {
  @Override
  protected Estimator estimator() {
    return new Lifted(new MultinomialNb(Params.of(MultinomialNb.Config.class)));
  }

  @Override
  protected double leastScore(TinyProblem problem) {
    return 0.6;
  }

  @Override
  double leastOnIris() {
    return 0.6;
  }

  @Test
  void negativeFeaturesAreRefused() {
    TinyProblem problem = problems().findFirst().orElseThrow();
    Estimator estimator = new MultinomialNb(Params.of(MultinomialNb.Config.class));
    IllegalArgumentException refusal = assertThrows(IllegalArgumentException.class,
        () -> estimator.fit(context(), problem.examples()));
    assertTrue(refusal.getMessage().contains("non-negative"), refusal.getMessage());
  }

  /** Counts cannot be negative, but the features of the tiny problems are: lifts them to where they are not. */
  private record Lifted(Estimator inner) implements Estimator {
    @Override
    public Set<Task> tasks() {
      return inner.tasks();
    }

    @Override
    public State fit(Context context, Examples examples) {
      return inner.fit(context, lift(examples));
    }

    @Override
    public Prediction predict(Context context, State state, Matrix x) {
      return inner.predict(context, state, lift(x));
    }

    @Override
    public Summary summary(State state, Examples examples) {
      return inner.summary(state, lift(examples));
    }

    private static Examples lift(Examples examples) {
      return new Examples(examples.features(), lift(examples.x()), examples.target());
    }

    private static Matrix lift(Matrix x) {
      return new Matrix(x.rows(), x.cols(), Arrays.stream(x.data()).map(v -> v + 4).toArray());
    }
  }
}
