package ansatz.backend.jvm.internal.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** What was faster when it was tried last is done. */
class SharingTest {
  private long now;

  /** How many runs of a period are shared. */
  private int shared(Sharing sharing, int whenShared, int alone) {
    int count = 0;
    for (int run = 0; run < Sharing.PERIOD; run++) {
      boolean shared = sharing.begin();
      count += shared ? 1 : 0;
      now += shared ? whenShared : alone;
      sharing.end();
    }
    return count;
  }

  @Test
  void fasterIsChosenAnewInEachPeriod() {
    Sharing sharing = new Sharing(40_000, () -> now);
    assertEquals(Sharing.TRIAL, shared(sharing, 67, 55));
    assertEquals(Sharing.PERIOD - Sharing.TRIAL, shared(sharing, 32, 55));
    assertEquals(Sharing.TRIAL, shared(sharing, 67, 55));
  }

  @Test
  void longRunsAreAlwaysShared() {
    Sharing sharing = new Sharing(1e6, () -> {
      throw new IllegalStateException("not timed");
    });
    for (int run = 0; run < 2 * Sharing.PERIOD; run++) {
      assertTrue(sharing.begin());
      sharing.end();
    }
  }
}
