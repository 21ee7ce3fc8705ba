package ansatz.cli.command.internal;

/** The next command, as it can be typed here. */
final class Hint {
  private Hint() {}

  static String command(String rest) {
    return System.getProperty("ansatz.command", "ansatz") + " " + rest;
  }
}
