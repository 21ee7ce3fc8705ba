package ansatz.tensor;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.UnaryOperator;

import ansatz.linalg.LinearAlgebra;

/**
 * What a backend is asked for beyond the program.
 *
 * @param donated output number -> input number whose memory it takes, for state that is updated in place
 * @param memoryLimit the most bytes of workspace; cheap values are computed again where that helps to stay below
 * @param checkNan whether a run stops at the first operation that makes a NaN, naming it
 * @param linearAlgebra where factorisations come from
 * @param hostFunctions what the program may call back, by name
 */
public record CompileOptions(Map<Integer, Integer> donated, OptionalLong memoryLimit, boolean checkNan,
    Optional<LinearAlgebra> linearAlgebra, Map<String, UnaryOperator<List<Values>>> hostFunctions) {
  public static final CompileOptions DEFAULT = new CompileOptions(Map.of(), OptionalLong.empty(), false,
      Optional.empty(), Map.of());

  public CompileOptions {
    donated = Map.copyOf(donated);
    hostFunctions = Map.copyOf(hostFunctions);
    if (donated.values().stream().distinct().count() != donated.size()) {
      throw new IllegalArgumentException("an input is donated to two outputs: " + donated);
    }
  }

  /** The first {@code count} inputs are state that the first {@code count} outputs replace. */
  public CompileOptions withState(int count) {
    Map<Integer, Integer> pairs = new HashMap<>(donated);
    for (int i = 0; i < count; i++) {
      pairs.put(i, i);
    }
    return new CompileOptions(pairs, memoryLimit, checkNan, linearAlgebra, hostFunctions);
  }

  public CompileOptions withMemoryLimit(long bytes) {
    return new CompileOptions(donated, OptionalLong.of(bytes), checkNan, linearAlgebra, hostFunctions);
  }

  public CompileOptions withCheckNan() {
    return new CompileOptions(donated, memoryLimit, true, linearAlgebra, hostFunctions);
  }

  public CompileOptions withLinearAlgebra(LinearAlgebra provider) {
    return new CompileOptions(donated, memoryLimit, checkNan, Optional.of(provider), hostFunctions);
  }

  /** As much memory as the plan that is fastest asks for. */
  public CompileOptions withoutMemoryLimit() {
    return new CompileOptions(donated, OptionalLong.empty(), checkNan, linearAlgebra, hostFunctions);
  }

  /** A function of the host that the program may call back by this name. */
  public CompileOptions withHostFunction(String name, UnaryOperator<List<Values>> function) {
    Map<String, UnaryOperator<List<Values>>> all = new HashMap<>(hostFunctions);
    all.put(name, function);
    return new CompileOptions(donated, memoryLimit, checkNan, linearAlgebra, all);
  }

  /** Refuses donations that the program cannot honour: of numbers that do not exist or of another type. */
  public void requireFor(Program program) {
    donated.forEach((output, input) -> {
      if (output < 0 || output >= program.outputs().size() || input < 0 || input >= program.inputs().size()) {
        throw new IllegalArgumentException("input " + input + " is donated to output " + output + ", the program has "
            + program.inputs().size() + " inputs and " + program.outputs().size() + " outputs");
      }
      TensorType from = program.inputTypes().get(input);
      TensorType to = program.outputTypes().get(output);
      if (!from.equals(to)) {
        throw new IllegalArgumentException(
            "input " + input + " is " + from + ", output " + output + ", to which it is donated, " + to);
      }
    });
  }
}
