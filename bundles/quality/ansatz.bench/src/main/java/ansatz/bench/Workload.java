package ansatz.bench;

import ansatz.tensor.Program;
import ansatz.tensor.TensorType;
import ansatz.tensor.Values;
import java.util.List;
import java.util.stream.Stream;

/**
 * A training step as a program of (state, batch) -> (state, loss), with its first inputs.
 *
 * @param state the first so many outputs replace as many inputs; the loss is the last output
 */
public record Workload(Program program, List<Values> inputs, int state) {
  /** Bytes of a step's inputs and outputs, once each: the least that goes through memory. */
  public long bytes() {
    return Stream.concat(program.inputTypes().stream(), program.outputTypes().stream()).mapToLong(TensorType::bytes)
        .sum();
  }
}
