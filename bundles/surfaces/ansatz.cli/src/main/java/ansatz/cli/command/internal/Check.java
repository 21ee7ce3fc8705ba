package ansatz.cli.command.internal;

/**
 * One finding of {@code ansatz doctor}.
 *
 * @param cure what to do about it, empty when all is well
 */
record Check(String what, Level level, String finding, String cure) {
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

  static Check fail(String what, String finding, String cure) {
    return new Check(what, Level.FAIL, finding, cure);
  }
}
