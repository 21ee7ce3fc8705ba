package ansatz.shell.java.internal;

import java.util.List;

/** What Java's compiler says, in one line: what is wrong, and with which name. */
final class CompilerMessage {
  private CompilerMessage() {}

  /** {@code cannot find symbol: method foo()}, of three lines. */
  static String of(String message) {
    List<String> lines = message.lines().map(String::strip).toList();
    String first = lines.isEmpty() ? "" : lines.getFirst();
    return lines.stream().filter(line -> line.startsWith("symbol:")).findFirst()
        .map(line -> first + ": " + line.substring("symbol:".length()).strip()).orElse(first);
  }
}
