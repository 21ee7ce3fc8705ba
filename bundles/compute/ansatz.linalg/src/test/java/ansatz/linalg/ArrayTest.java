package ansatz.linalg;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class ArrayTest {
  @Test
  void shapesCountTheValues() {
    assertArrayEquals(new long[] {3}, Array.of(new double[3]).shape());
    assertEquals(6, Array.of(new long[6], 1, 2, 3).size());
    assertEquals(0, Array.of(new byte[0]).size());
    assertRefused("shape [2, 2] needs 4 values, got 3", () -> Array.of(new double[3], 2, 2));
    assertRefused("shape [-1, -3] has a negative extent", () -> Array.of(new double[3], -1, -3));
  }

  @Test
  void sharesTheValuesOfAMatrix() {
    Matrix m = Matrix.of(new double[] {1, 2}, new double[] {3, 4});
    assertSame(m.data(), Array.of(m).doubles());
    assertEquals(m, Array.of(m).matrix());
    assertRefused("array has rank 1, a matrix has 2", () -> Array.of(new double[] {1, 2}).matrix());
  }

  @Test
  void namesTheTypeItHolds() {
    assertRefused("array holds F64, not I64", () -> Array.of(new double[] {1.0}).longs());
    assertRefused("array holds I64, not U8", () -> Array.of(new long[] {1}).bytes());
    assertRefused("array holds U8, not F64", () -> Array.of(new byte[1]).doubles());
  }

  @Test
  void comparesBits() {
    assertTrue(Array.of(new double[] {Double.NaN, 0.0}).sameBits(Array.of(new double[] {Double.NaN, 0.0})));
    assertFalse(Array.of(new double[] {0.0}).sameBits(Array.of(new double[] {-0.0})));
    assertFalse(Array.of(new double[4], 2, 2).sameBits(Array.of(new double[4])));
    assertFalse(Array.of(new double[] {0.0}).sameBits(Array.of(new long[] {0})));
    assertTrue(Array.of(new long[] {1, 2}).sameBits(Array.of(new long[] {1, 2})));
    assertFalse(Array.of(new byte[] {1}).sameBits(Array.of(new byte[] {2})));
  }

  private static void assertRefused(String message, Executable call) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, call).getMessage());
  }
}
