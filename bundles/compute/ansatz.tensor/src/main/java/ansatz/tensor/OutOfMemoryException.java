package ansatz.tensor;

/** A program that needs more memory than it may have; the message says how much it asks for and how much there is. */
public final class OutOfMemoryException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public OutOfMemoryException(String message) {
    super(message);
  }
}
