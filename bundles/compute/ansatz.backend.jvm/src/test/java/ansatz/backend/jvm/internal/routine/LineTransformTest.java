package ansatz.backend.jvm.internal.routine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Transforms of any length are their sums; errors grow as the logarithm of the length. */
class LineTransformTest {
  private static final int WIDTH = 3;

  @ParameterizedTest
  @ValueSource(
      ints = {1, 2, 3, 4, 5, 6, 7, 8, 11, 12, 13, 15, 16, 30, 36, 49, 64, 128, 143, 360, 1000, 1024, 17, 19, 34,
        97, 211, 289, 509, 1018})
  void everyLineIsItsSum(int n) {
    Random random = new Random(n);
    double[][] x = new double[2 * WIDTH][n];
    for (double[] part : x) {
      for (int j = 0; j < n; j++) {
        part[j] = random.nextGaussian();
      }
    }
    double[][] y = transformed(n, x);
    for (int line = 0; line < WIDTH; line++) {
      double worst = error(x[line], x[WIDTH + line], y[line], y[WIDTH + line]);
      assertTrue(worst <= 0x1p-53 * (3 + 4 * Math.log(n)), worst / 0x1p-53 + " units of rounding");
    }
  }

  /** The transform's root mean square error relative to that of its values, from sums of twice the precision. */
  private static double error(double[] re, double[] im, double[] yRe, double[] yIm) {
    int n = re.length;
    double[] root = new double[2 * n];
    for (int k = 0; k < n; k++) {
      UnitRoot.put(root, k, k, n);
    }
    double error = 0;
    double norm = 0;
    for (int k = 0; k < n; k++) {
      Sum sumRe = new Sum();
      Sum sumIm = new Sum();
      for (int j = 0; j < n; j++) {
        int turn = (int) ((long) j * k % n);
        sumRe.add(re[j], root[2 * turn]);
        sumRe.add(-im[j], root[2 * turn + 1]);
        sumIm.add(re[j], root[2 * turn + 1]);
        sumIm.add(im[j], root[2 * turn]);
      }
      error += Math.pow(yRe[k] - sumRe.value(), 2) + Math.pow(yIm[k] - sumIm.value(), 2);
      norm += Math.pow(sumRe.value(), 2) + Math.pow(sumIm.value(), 2);
    }
    return Math.sqrt(error / norm);
  }

  /** A compensated sum of products (Ogita, Rump and Oishi 2005). */
  private static final class Sum {
    private double high;
    private double low;

    void add(double a, double b) {
      double product = a * b;
      double sum = high + product;
      double part = sum - high;
      low += (high - (sum - part)) + (product - part) + Math.fma(a, b, -product);
      high = sum;
    }

    double value() {
      return high + low;
    }
  }

  /** Lines of real parts, then of imaginary parts. */
  private static double[][] transformed(int n, double[][] x) {
    LineTransform transform = LineTransform.of(n);
    int m = transform.length();
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment memory = arena.allocate(32L * m * WIDTH, 64);
      for (int part = 0; part < 2 * WIDTH; part++) {
        for (int j = 0; j < n; j++) {
          memory.setAtIndex(ValueLayout.JAVA_DOUBLE, (long) part / WIDTH * m * WIDTH + j * WIDTH + part % WIDTH,
              x[part][j]);
        }
      }
      long half = 16L * m * WIDTH;
      long result = transform.run(memory.address(), memory.address() + half, WIDTH) - memory.address();
      double[][] y = new double[2 * WIDTH][n];
      for (int part = 0; part < 2 * WIDTH; part++) {
        for (int k = 0; k < n; k++) {
          y[part][k] = memory.get(ValueLayout.JAVA_DOUBLE,
              result + 8 * ((long) part / WIDTH * m * WIDTH + k * WIDTH + part % WIDTH));
        }
      }
      return y;
    }
  }

  @Test
  void lengthsWithLargeFactorsAreConvolutions() {
    assertInstanceOf(Stockham.class, LineTransform.of(4 * 9 * 13));
    assertInstanceOf(Bluestein.class, LineTransform.of(2 * 17));
    assertEquals(1024, LineTransform.of(509).length());
  }

  @Test
  void rootsOfUnityAreExactWhereTheyCanBe() {
    double[] table = new double[2];
    UnitRoot.put(table, 0, 5, 4);
    assertEquals(0.0, Math.abs(table[0]));
    assertEquals(-1.0, table[1]);
    UnitRoot.put(table, 0, 1, 8);
    assertEquals(-table[1], table[0], Math.ulp(0.7));
    UnitRoot.put(table, 0, 1_000_000_007L * 3, 1_000_000_007L);
    assertEquals(1.0, table[0]);
  }
}
