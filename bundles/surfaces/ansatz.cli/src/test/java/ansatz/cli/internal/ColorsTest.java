package ansatz.cli.internal;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import org.junit.jupiter.api.Test;

class ColorsTest {
  private static final Root.When AUTO = Root.When.AUTO;
  private static final Map<String, String> XTERM = Map.of("TERM", "xterm");

  @Test
  void autoMeansATerminalThatCan() {
    assertTrue(Colors.wanted(AUTO, XTERM, true));
    assertFalse(Colors.wanted(AUTO, XTERM, false));
    assertFalse(Colors.wanted(AUTO, Map.of("TERM", "dumb"), true));
    assertFalse(Colors.wanted(AUTO, Map.of(), true));
  }

  @Test
  void theEnvironmentIsHeeded() {
    assertFalse(Colors.wanted(AUTO, Map.of("TERM", "xterm", "NO_COLOR", "1"), true));
    assertTrue(Colors.wanted(AUTO, Map.of("TERM", "xterm", "NO_COLOR", ""), true), "an empty NO_COLOR is none");
    assertFalse(Colors.wanted(AUTO, Map.of("TERM", "xterm", "CLICOLOR", "0"), true));
    assertTrue(Colors.wanted(AUTO, Map.of("CLICOLOR_FORCE", "1"), false));
  }

  @Test
  void theOptionOutranksTheEnvironment() {
    assertTrue(Colors.wanted(Root.When.ALWAYS, Map.of("NO_COLOR", "1"), false));
    assertFalse(Colors.wanted(Root.When.NEVER, XTERM, true));
  }
}
