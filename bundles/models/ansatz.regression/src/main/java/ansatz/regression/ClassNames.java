package ansatz.regression;

import ansatz.learn.State;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** The names of the classes as scalars of a state. */
final class ClassNames {
  private static final String COUNT = "classes";
  private static final String NAME = "class-";

  private ClassNames() {}

  /** Adds the names to the scalars of a state. */
  static void putInto(Map<String, Object> scalars, List<String> names) {
    scalars.put(COUNT, (long) names.size());
    for (int k = 0; k < names.size(); k++) {
      scalars.put(NAME + k, names.get(k));
    }
  }

  /** The names that a state holds. */
  static List<String> of(State state) {
    return IntStream.range(0, (int) state.integer(COUNT)).mapToObj(k -> state.text(NAME + k)).toList();
  }
}
