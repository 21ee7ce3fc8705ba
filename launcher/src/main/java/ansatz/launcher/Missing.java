package ansatz.launcher;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the resolver's message for people: which bundle lacks which package. */
final class Missing {
  private static final Pattern PACKAGE = Pattern
      .compile("missing requirement \\[([\\w.\\-]+) \\[\\d+\\][^\\]]*\\] osgi\\.wiring\\.package; "
          + "\\(&?\\(?osgi\\.wiring\\.package=([\\w.]+)\\)(.*)");

  private Missing() {}

  /** {@code ansatz.x lacks package y (version>=1.0.0)(!(version>=2.0.0))}, the innermost one; else the message itself. */
  static String in(String message) {
    String text = String.valueOf(message);
    Matcher innermost = PACKAGE.matcher(text.substring(Math.max(0, text.lastIndexOf("missing requirement"))));
    if (!innermost.find()) {
      return text;
    }
    int end = innermost.group(3).indexOf("))");
    String versions = end <= 0 ? "" : " " + innermost.group(3).substring(0, end + 1);
    return innermost.group(1) + " lacks package " + innermost.group(2) + versions;
  }
}
