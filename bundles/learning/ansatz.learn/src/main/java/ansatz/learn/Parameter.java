package ansatz.learn;

import ansatz.learn.internal.Literal;
import java.util.List;
import java.util.Optional;

/**
 * A component of a config record, as shown by {@code ansatz describe} and used by forms and sweeps.
 *
 * @param name the key in YAML
 * @param type {@code integer}, {@code number}, {@code boolean}, {@code string}, {@code choice}, {@code group}, the
 *   service interface of a part in lower case, {@code list of ...}, {@code map of ...} or {@code optional ...}
 * @param value the default as plain data; empty for what is required and for an empty optional
 * @param required whether it has to be given
 * @param min the lower bound, minus infinity where there is none
 * @param max the upper bound, infinity where there is none
 * @param choices the allowed words of a choice
 * @param nested the parameters of a group
 * @param service the class name of a part's service interface
 */
public record Parameter(String name, String type, Optional<Object> value, boolean required, double min, double max,
    boolean exclusiveMin, boolean exclusiveMax, Param.Scale scale, String help, List<String> choices,
    List<Parameter> nested, Optional<String> service) {

  public Parameter {
    choices = List.copyOf(choices);
    nested = List.copyOf(nested);
  }

  /** Whether a bound is declared. */
  public boolean bounded() {
    return min != Double.NEGATIVE_INFINITY || max != Double.POSITIVE_INFINITY;
  }

  /** The bounds as an interval: {@code [0, 1)}, {@code (0, inf)}; empty where there are none. */
  public String range() {
    if (!bounded()) {
      return "";
    }
    String from = min == Double.NEGATIVE_INFINITY ? "(-inf" : (exclusiveMin ? "(" : "[") + Literal.of(min);
    String to = max == Double.POSITIVE_INFINITY ? "inf)" : Literal.of(max) + (exclusiveMax ? ")" : "]");
    return from + ", " + to;
  }
}
