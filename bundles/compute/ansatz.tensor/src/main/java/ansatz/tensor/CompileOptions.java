package ansatz.tensor;

import java.util.Map;
import java.util.OptionalLong;

/**
 * What a backend is asked for beyond the program.
 *
 * @param donated output number -> input number whose memory it takes, for state that is updated in place
 * @param memoryLimit the most bytes of workspace; cheap values are computed again where that helps to stay below
 * @param checkNan whether a run stops at the first operation that makes a NaN, naming it
 */
public record CompileOptions(Map<Integer, Integer> donated, OptionalLong memoryLimit, boolean checkNan) {
  public static final CompileOptions DEFAULT = new CompileOptions(Map.of(), OptionalLong.empty(), false);

  public CompileOptions {
    donated = Map.copyOf(donated);
    if (donated.values().stream().distinct().count() != donated.size()) {
      throw new IllegalArgumentException("an input is donated to two outputs: " + donated);
    }
  }

  /** The first {@code count} inputs are state that the first {@code count} outputs replace. */
  public CompileOptions withState(int count) {
    Map<Integer, Integer> pairs = new java.util.HashMap<>(donated);
    for (int i = 0; i < count; i++) {
      pairs.put(i, i);
    }
    return new CompileOptions(pairs, memoryLimit, checkNan);
  }

  public CompileOptions withMemoryLimit(long bytes) {
    return new CompileOptions(donated, OptionalLong.of(bytes), checkNan);
  }

  public CompileOptions withCheckNan() {
    return new CompileOptions(donated, memoryLimit, true);
  }
}
