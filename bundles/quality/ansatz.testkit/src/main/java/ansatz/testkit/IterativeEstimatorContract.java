package ansatz.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ansatz.learn.Examples;
import ansatz.learn.IterativeEstimator;
import ansatz.learn.IterativeEstimator.Objective;
import ansatz.learn.State;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The rules I1 to I4 of {@link IterativeEstimator}, besides those of every estimator. */
public abstract class IterativeEstimatorContract extends EstimatorContract {
  @Override
  protected abstract IterativeEstimator estimator();

  /** Capability: no step makes the objective worse, but for rounding. */
  protected boolean improvesEveryStep() {
    return true;
  }

  @ParameterizedTest
  @MethodSource("problems")
  final void I1_stepIsPure(TinyProblem problem) {
    Examples examples = copy(problem.examples());
    State state = estimator().init(context(), examples);
    State before = StateFile.copy(state);
    State next = estimator().step(context(), examples, state);
    assertTrue(before.sameBits(state), "step wrote to the state");
    assertSameBits(problem.examples(), examples);
    assertTrue(next.sameBits(estimator().step(context(), examples, state)), "the same step gave other bits");
  }

  @ParameterizedTest
  @MethodSource("problems")
  final void I2_everyStateResumesFromItsFile(TinyProblem problem) {
    List<State> path = path(problem);
    State end = path.getLast();
    for (int i = 0; i + 1 < path.size(); i++) {
      State read = StateFile.copy(path.get(i));
      assertFalse(estimator().converged(read), "state " + i + " read from its file has converged");
      State next = estimator().step(context(), problem.examples(), read);
      assertTrue(path.get(i + 1).sameBits(next), "step " + i + " differs after a resume");
    }
    assertTrue(estimator().converged(StateFile.copy(end)), "the end read from its file has not converged");
  }

  @ParameterizedTest
  @MethodSource("problems")
  final void I3_fitIsInitAndSteps(TinyProblem problem) {
    assertTrue(fit(problem).sameBits(path(problem).getLast()), "fit ends elsewhere than init and steps");
  }

  @ParameterizedTest
  @MethodSource("problems")
  final void I4_stepsEnd(TinyProblem problem) {
    assertTrue(path(problem).size() - 1 <= estimator().maxSteps(), "more steps than maxSteps");
  }

  @ParameterizedTest
  @MethodSource("problems")
  final void E8_everyStateOnTheWayHasTheDeclaredSchema(TinyProblem problem) {
    for (State state : path(problem)) {
      assertEquals(estimator().stateSchema(), state.schema());
      assertTrue(state.sameBits(estimator().migrate(state, state.schema())),
          "migrate changed a state of its own schema");
    }
  }

  @ParameterizedTest
  @MethodSource("problems")
  final void objectiveIsOneCurve(TinyProblem problem) {
    List<State> path = path(problem);
    Objective last = estimator().objective(path.getLast());
    for (State state : path) {
      Objective objective = estimator().objective(state);
      assertEquals(last.name(), objective.name());
      assertEquals(last.higherIsBetter(), objective.higherIsBetter());
    }
    for (int i = 1; i < path.size(); i++) {
      double value = estimator().objective(path.get(i)).value();
      assertTrue(Double.isFinite(value), "objective is " + value + " after step " + i);
      if (improvesEveryStep() && i > 1) {
        double gain = (value - estimator().objective(path.get(i - 1)).value()) * (last.higherIsBetter() ? 1 : -1);
        assertTrue(gain >= -1e-9 * Math.max(1, Math.abs(value)), "step " + i + " made the objective worse by " + -gain);
      }
    }
  }

  private List<State> path(TinyProblem problem) {
    List<State> path = new ArrayList<>(List.of(estimator().init(context(), problem.examples())));
    while (!estimator().converged(path.getLast()) && path.size() <= estimator().maxSteps() + 1) {
      path.add(estimator().step(context(), problem.examples(), path.getLast()));
    }
    return path;
  }
}
