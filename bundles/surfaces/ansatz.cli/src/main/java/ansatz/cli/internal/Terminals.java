package ansatz.cli.internal;

import ansatz.cli.Terminal;

/** The terminal of this process; the launcher script tells which streams are one and how wide it is. */
final class Terminals {
  private static final int WIDTH = 80;

  private Terminals() {}

  static Terminal current() {
    String streams = System.getProperty("ansatz.tty", "");
    return new Terminal(streams.contains("out"), streams.contains("err"), width(System.getProperty("ansatz.columns")));
  }

  private static int width(String columns) {
    try {
      int width = columns == null ? 0 : Integer.parseInt(columns);
      return width >= 40 ? width : WIDTH;
    } catch (NumberFormatException e) {
      return WIDTH;
    }
  }
}
