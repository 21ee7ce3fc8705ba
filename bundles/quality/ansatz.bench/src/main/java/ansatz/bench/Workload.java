package ansatz.bench;

import ansatz.tensor.Program;
import ansatz.tensor.Values;
import java.util.List;

/**
 * A training step as a program of (state, batch) -> (state, loss), with its first inputs.
 *
 * @param state the first so many outputs replace as many inputs; the loss is the last output
 */
public record Workload(Program program, List<Values> inputs, int state) {}
