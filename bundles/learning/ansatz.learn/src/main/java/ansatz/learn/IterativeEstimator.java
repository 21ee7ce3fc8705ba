package ansatz.learn;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * An estimator that learns in steps, each from state to state, so that a run can stop, resume and change between them.
 *
 * <p>Rules: I1 {@code step} is pure. I2 a state that was written to a file and read again continues with the same bits.
 * I3 {@code fit} equals {@code init} followed by {@code step} until {@code converged}. I4 {@code step} always ends: a
 * state is converged after at most {@link #maxSteps()} steps.
 */
@ConsumerType
public interface IterativeEstimator extends Estimator {
  /** The state before the first step. */
  State init(Context context, Examples examples);

  /** One iteration. */
  State step(Context context, Examples examples, State state);

  /** Whether nothing is left to do. */
  boolean converged(State state);

  /** An upper bound of the number of steps. */
  int maxSteps();

  /** What the last step reached, the curve to watch; its name and direction are the same for all states. */
  Objective objective(State state);

  @Override
  default State fit(Context context, Examples examples) {
    State state = init(context, examples);
    while (!converged(state)) {
      state = step(context, examples, state);
    }
    return state;
  }

  /** The value of what is optimised, such as (log-likelihood, -1.24, higher is better). */
  record Objective(String name, double value, boolean higherIsBetter) {}
}
