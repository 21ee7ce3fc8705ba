package ansatz.bench.race;

import ansatz.tensor.Values;
import java.util.List;
import java.util.Optional;

/** What trains: this project or a peer of it. Made by its class's name, without arguments. */
public interface Library {
  /**
   * Makes a training step ready to run, or nothing where this library has no such network.
   *
   * @param inputs the state before the first step and the batch, in the order of the {@link ansatz.bench.Workload}
   * @param state how many of the inputs are state
   */
  Optional<TrainingStep> prepare(String workload, int threads, List<Values> inputs, int state);
}
