package ansatz.launcher;

/** The workbench cannot start: the message names the bundle or file and what it lacks. */
public final class BootException extends RuntimeException {
  private static final long serialVersionUID = 1;

  BootException(String message) {
    super(message);
  }

  BootException(String message, Throwable cause) {
    super(message, cause);
  }
}
