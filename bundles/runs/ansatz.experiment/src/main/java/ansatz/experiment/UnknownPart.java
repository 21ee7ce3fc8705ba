package ansatz.experiment;

import ansatz.learn.Suggestion;
import java.util.List;
import java.util.Locale;

/** Errors about parts that nobody offers. */
public final class UnknownPart {
  private UnknownPart() {}

  /** {@code model.ridg: no estimator 'ridg' — did you mean 'ridge'? (ansatz list estimator)}. */
  public static ConfigException part(String where, Class<?> kind, String name, List<String> offered) {
    String noun = noun(kind);
    if (name == null || offered.isEmpty()) {
      return new ConfigException(
          where + ": no " + noun + " is installed or able to start here — see: ansatz doctor");
    }
    return new ConfigException(where + ": no " + noun + " '" + name + "' — "
        + Suggestion.hint(name, offered.stream().sorted().toList()) + " (ansatz list " + noun + ")");
  }

  /** The kind in words: {@code EstimatorFactory} is {@code estimator}, {@code LinearAlgebra} is {@code linear-algebra}. */
  public static String noun(Class<?> kind) {
    return kind.getSimpleName().replaceFirst("Factory$", "").replaceAll("(?<=[a-z])(?=[A-Z])", "-")
        .toLowerCase(Locale.ROOT);
  }
}
