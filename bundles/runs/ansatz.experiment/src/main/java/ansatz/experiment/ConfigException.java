package ansatz.experiment;

/** An experiment, an override or an argument that cannot be: the message names key, rule and next command. Exit code 2. */
public final class ConfigException extends IllegalArgumentException {
  private static final long serialVersionUID = 1;

  public ConfigException(String message) {
    super(message);
  }

  public ConfigException(String message, Throwable cause) {
    super(message, cause);
  }
}
