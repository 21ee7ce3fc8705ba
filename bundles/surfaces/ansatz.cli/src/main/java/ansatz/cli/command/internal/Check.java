package ansatz.cli.command.internal;

/**
 * One finding of {@code ansatz doctor}.
 *
 * @param cure what to do about it, empty when all is well
 */
record Check(String what, Level level, String finding, String cure) {
  private static final String WARNING = "warning: ";

  /** How bad it is. */
  enum Level {
    OK, WARN, FAIL
  }

  static Check ok(String what, String finding) {
    return new Check(what, Level.OK, finding, "");
  }

  static Check warn(String what, String finding, String cure) {
    return new Check(what, Level.WARN, finding, cure);
  }

  /** A problem that a store tells: what begins with {@code warning: } keeps nobody from running. */
  static Check problem(String what, String told) {
    return told.startsWith(WARNING) ? warn(what, told.substring(WARNING.length()), "") : fail(what, told, "");
  }

  static Check fail(String what, String finding, String cure) {
    return new Check(what, Level.FAIL, finding, cure);
  }
}
