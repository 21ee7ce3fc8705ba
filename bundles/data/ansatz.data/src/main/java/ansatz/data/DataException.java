package ansatz.data;

/** Data that cannot be used: the message names the file, the line, the column and the rule, and what to do. */
public final class DataException extends IllegalArgumentException {
  private static final long serialVersionUID = 1;

  public DataException(String message) {
    super(message);
  }

  public DataException(String message, Throwable cause) {
    super(message, cause);
  }
}
