package ansatz.report.internal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class RocCurveTest {
  /** By hand: of 2 x 2 pairs, 3 are in order. */
  @Test
  void fourRows() {
    RocCurve curve = RocCurve.of(new double[] {0.1, 0.4, 0.35, 0.8}, new boolean[] {false, false, true, true});
    assertArrayEquals(new double[] {0, 0, 0.5, 0.5, 1}, curve.falsePositiveRate());
    assertArrayEquals(new double[] {0, 0.5, 0.5, 1, 1}, curve.truePositiveRate());
    assertEquals(0.75, curve.area());
  }

  @Test
  void tiesAreCrossedDiagonally() {
    RocCurve curve = RocCurve.of(new double[] {1, 1, 0}, new boolean[] {true, false, false});
    assertArrayEquals(new double[] {0, 0.5, 1}, curve.falsePositiveRate());
    assertArrayEquals(new double[] {0, 1, 1}, curve.truePositiveRate());
    assertEquals(0.75, curve.area());
  }

  @Test
  void oneSideOnlyHasNoArea() {
    assertTrue(Double.isNaN(RocCurve.of(new double[] {1, 2}, new boolean[] {true, true}).area()));
  }
}
