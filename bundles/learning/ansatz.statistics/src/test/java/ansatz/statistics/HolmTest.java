package ansatz.statistics;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class HolmTest {
  /** By hand: 4 * 0.005, 3 * 0.01, 2 * 0.03, and 1 * 0.04, which is raised to the one before. */
  @Test
  void fourComparisons() {
    assertArrayEquals(new double[] {0.03, 0.06, 0.06, 0.02}, Holm.adjusted(0.01, 0.04, 0.03, 0.005), 1e-15);
  }

  /** By hand: 3 * 0.02, then 2 * 0.02 is raised to it, then 1 * 0.7. */
  @Test
  void tiesAndMonotony() {
    assertArrayEquals(new double[] {0.06, 0.7, 0.06}, Holm.adjusted(0.02, 0.7, 0.02), 1e-15);
  }

  @Test
  void neverAboveOneAndOneAloneStays() {
    assertArrayEquals(new double[] {1, 1, 1}, Holm.adjusted(0.5, 0.9, 1), 0);
    assertArrayEquals(new double[] {0.04}, Holm.adjusted(0.04), 0);
    assertEquals(0, Holm.adjusted().length);
  }

  @Test
  void whatIsMissingIsNotCounted() {
    double[] p = {Double.NaN, 0.03, 0};
    assertArrayEquals(new double[] {Double.NaN, 0.03, 0}, Holm.adjusted(p), 1e-15);
    assertArrayEquals(new double[] {Double.NaN, 0.03, 0}, p, "the argument was written to");
  }

  @Test
  void badInputIsNamed() {
    assertEquals("p = 1.5 is not a probability",
        assertThrows(IllegalArgumentException.class, () -> Holm.adjusted(0.1, 1.5)).getMessage());
  }
}
