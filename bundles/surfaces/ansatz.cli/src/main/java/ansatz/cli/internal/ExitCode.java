package ansatz.cli.internal;

/** What the process says at its end. */
public final class ExitCode {
  public static final int OK = 0;
  public static final int FAILED = 1;
  public static final int BAD = 2;
  public static final int REFUSED = 3;
  public static final int INTERRUPTED = 130;

  private ExitCode() {}
}
