package ansatz.cli.command.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class CheckTest {
  @Test
  void aWarningOfTheStoreIsNoFailure() {
    assertEquals(Check.warn("store", "50 GiB left; free space soon", ""),
        Check.problem("store", "warning: 50 GiB left; free space soon"));
    assertEquals(Check.fail("store", "serious: only 0.5 GiB left", ""),
        Check.problem("store", "serious: only 0.5 GiB left"));
    assertEquals(Check.fail("store", "ansatz.sqlite: malformed", ""),
        Check.problem("store", "ansatz.sqlite: malformed"));
  }
}
