package ansatz.linalg;

/** A matrix is singular (or not positive definite) at working precision where a regular one is needed. */
public final class SingularMatrixException extends IllegalArgumentException {
  private static final long serialVersionUID = 1;

  public SingularMatrixException(String message) {
    super(message);
  }
}
