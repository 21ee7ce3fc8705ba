package ansatz.experiment;

/** A run that could not go on; everything acknowledged is kept. Exit code 1. */
public final class RunException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public RunException(String message) {
    super(message);
  }

  public RunException(String message, Throwable cause) {
    super(message, cause);
  }
}
