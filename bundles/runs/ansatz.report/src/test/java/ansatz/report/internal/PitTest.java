package ansatz.report.internal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class PitTest {
  /** Phi(-1), Phi(0), Phi(1), Phi(1.959963984540054) from tables. */
  private final Pit pit = Pit.of(new double[] {3, 5, 7, 5 + 2 * 1.959963984540054}, new double[] {5, 5, 5, 5},
      new double[] {2, 2, 2, 2});

  @Test
  void normalDistribution() {
    assertArrayEquals(new double[] {0.15865525393145707, 0.5, 0.8413447460685429, 0.975}, pit.values(), 1e-14);
  }

  @Test
  void histogramAndCoverage() {
    assertArrayEquals(new int[] {1, 0, 1, 0, 2}, pit.histogram(5));
    assertEquals(0.25, pit.coverage(0.5));
    assertEquals(0.75, pit.coverage(0.7));
    assertEquals(1, pit.coverage(0.96));
  }

  @Test
  void exactAndCertainIsTheMiddle() {
    assertArrayEquals(new double[] {0.5, 1}, Pit.of(new double[] {1, 2}, new double[] {1, 1}, new double[2]).values());
  }
}
