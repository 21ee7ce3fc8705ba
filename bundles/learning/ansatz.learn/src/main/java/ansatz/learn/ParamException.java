package ansatz.learn;

import ansatz.learn.internal.Literal;
import java.util.Collection;

/** A value that a config does not accept; the message names the path, the value and the broken rule. */
public final class ParamException extends IllegalArgumentException {
  private static final long serialVersionUID = 1;

  private final String path;
  private final transient Object value;
  private final String rule;

  /** {@code model.ridge.lambda = -1 is less than the minimum 0}. */
  public ParamException(String path, Object value, String rule) {
    this(path, value, rule, path + " = " + Literal.of(value) + " " + rule, null);
  }

  private ParamException(String path, Object value, String rule, String message, Throwable cause) {
    super(message, cause);
    this.path = path;
    this.value = value;
    this.rule = rule;
  }

  /** {@code unknown key 'lamda' — did you mean 'lambda'? (in model.ridge)}. */
  public static ParamException unknownKey(String path, String key, Collection<String> allowed) {
    String where = path.isEmpty() ? "" : " (in " + path + ")";
    String message = "unknown key '" + key + "' — " + Suggestion.hint(key, allowed) + where;
    return new ParamException(Literal.path(path, key), key, "unknown key", message, null);
  }

  /** {@code model.knn.k is required: number of neighbours}. */
  public static ParamException required(String path, String help) {
    return new ParamException(path, null, "is required", path + " is required: " + help, null);
  }

  /** What a config record's own constructor refused. */
  public static ParamException refused(String path, Object value, IllegalArgumentException cause) {
    String where = path.isEmpty() ? "" : path + ": ";
    return new ParamException(path, value, cause.getMessage(), where + cause.getMessage(), cause);
  }

  /** Where the value stands: {@code model.ridge.lambda}. */
  public String path() {
    return path;
  }

  /** The value as it was given; null where it is missing. */
  public Object value() {
    return value;
  }

  /** The broken rule: {@code is less than the minimum 0}. */
  public String rule() {
    return rule;
  }
}
