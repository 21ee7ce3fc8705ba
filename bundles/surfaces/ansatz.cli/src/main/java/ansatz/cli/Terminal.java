package ansatz.cli;

/**
 * How to print.
 *
 * @param color whether escape sequences for colours are wanted
 * @param live whether standard error is a terminal, so that a line may be drawn over
 * @param width columns
 */
public record Terminal(boolean color, boolean live, int width) {
  /** For files, pipes and tests. */
  public static final Terminal PLAIN = new Terminal(false, false, 80);
}
