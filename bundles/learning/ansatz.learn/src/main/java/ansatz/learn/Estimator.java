package ansatz.learn;

import ansatz.linalg.Matrix;
import java.util.Set;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Learns from examples and predicts: immutable, all that it learns is in the {@link State} it returns.
 *
 * <p>Rules (each has a test in {@code EstimatorContract}): E1 fit and predict are pure; the same arguments give the same
 * bits. E2 arguments are not written to. E3 the state is complete: predict needs nothing else, and a state that was
 * written to a file and read again predicts the same bits. E4 predict treats rows independently. E5 examples that do
 * not fit (no rows, NaN or infinity, a target of another kind, another number of features) give an
 * {@link IllegalArgumentException} that names what is wrong; {@link Examples#require} refuses them. E6 randomness comes
 * from the context's key only. E7 predictions answer the task: one for each row, of the target's kind, with all its
 * classes whether or not they occurred, without NaN. E8 states have the schema {@link #stateSchema()}, and
 * {@link #migrate} to a schema that it knows and back gives the same bits.
 */
@ConsumerType
public interface Estimator {
  /** The tasks it can learn; the target decides which. */
  Set<Task> tasks();

  /** Whether features may be negative; an estimator of counts says no and refuses them. */
  default boolean negativeFeatures() {
    return true;
  }

  /** Learns from x [N,D] and its target. */
  State fit(Context context, Examples examples);

  /** Predicts for x [N,D] with a state that {@link #fit} returned. */
  Prediction predict(Context context, State state, Matrix x);

  /** The schema of the states that it writes and reads. */
  default int stateSchema() {
    return 1;
  }

  /**
   * The same knowledge in the layout of another schema: from an older one to its own when it takes over from an older
   * version, and from its own to an older one when that takes over again. A state of its own schema comes back as it is.
   *
   * @throws IllegalArgumentException when it does not know one of the two schemas
   */
  default State migrate(State state, int schema) {
    if (state.schema() != schema) {
      throw new IllegalArgumentException("state of schema " + state.schema() + " cannot be turned into schema " + schema
          + ": " + getClass().getSimpleName() + " knows schema " + stateSchema() + " only");
    }
    return state;
  }

  /** The learned quantities worth showing, such as coefficients by feature name; empty where there are none. */
  default Summary summary(State state, Examples examples) {
    return Summary.EMPTY;
  }

  /** What a library that does the learning says of how the model was made, free of times; empty for our own. */
  default String provenance(State state) {
    return "";
  }
}
