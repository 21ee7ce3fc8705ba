package ansatz.experiment;

/** Something that is refused as things stand, such as resuming a run that is running; the message says the cure. Exit code 3. */
public final class RefusedException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public RefusedException(String message) {
    super(message);
  }
}
