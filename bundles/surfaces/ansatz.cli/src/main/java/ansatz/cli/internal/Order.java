package ansatz.cli.internal;

import java.util.Comparator;
import java.util.List;

/** The order of commands in the help: as a day goes; commands of other bundles follow by name. */
final class Order {
  private static final List<String> DAY = List.of("run", "resume", "runs", "status", "stop", "checkpoint", "swap",
      "show", "compare", "ab", "report", "why", "reproduce", "verify", "cite",
      "list", "describe", "schema", "data", "bundle", "doctor", "shell", "java",
      "completion");

  static final Comparator<String> OF_COMMANDS = Comparator
      .comparingInt((String name) -> DAY.contains(name) ? DAY.indexOf(name) : DAY.size())
      .thenComparing(Comparator.naturalOrder());

  private Order() {}
}
