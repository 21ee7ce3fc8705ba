package ansatz.cli.internal;

import java.util.Map;

/** Whether to use colours: the option first, then NO_COLOR, CLICOLOR_FORCE, CLICOLOR and TERM, then whether it is a terminal. */
final class Colors {
  private Colors() {}

  static boolean wanted(Root.When option, Map<String, String> environment, boolean terminal) {
    if (option != Root.When.AUTO) {
      return option == Root.When.ALWAYS;
    }
    if (!environment.getOrDefault("NO_COLOR", "").isEmpty()) {
      return false;
    }
    if (!environment.getOrDefault("CLICOLOR_FORCE", "0").equals("0")) {
      return true;
    }
    return terminal && !environment.getOrDefault("CLICOLOR", "1").equals("0")
        && !environment.getOrDefault("TERM", "dumb").equals("dumb");
  }
}
