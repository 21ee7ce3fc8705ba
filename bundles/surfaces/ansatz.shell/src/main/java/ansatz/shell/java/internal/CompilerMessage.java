package ansatz.shell.java.internal;

import java.util.stream.Collectors;

/** What Java's compiler says: what is wrong, and below with which name, where, what was needed and what was found. */
final class CompilerMessage {
  private CompilerMessage() {}

  /** All lines but the place of what was typed, which is a class that JShell made up. */
  static String of(String message) {
    return message.lines().filter(line -> !line.matches("\\s*location: class( .*\\$JShell\\$.*)?\\s*"))
        .map(String::stripTrailing).collect(Collectors.joining("\n"));
  }
}
