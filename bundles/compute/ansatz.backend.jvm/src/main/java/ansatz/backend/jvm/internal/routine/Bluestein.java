package ansatz.backend.jvm.internal.routine;

import ansatz.backend.jvm.internal.emit.Memory;
import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;

/**
 * The discrete Fourier transform of any length as a convolution with a chirp, by transforms whose length is a power of two.
 *
 * <p>$$ y_k = c_k \sum_j (x_j c_j) \bar c_{k-j}, \quad c_j = e^{-\pi i j^2 / n} $$
 *
 * <p>Cost: two transforms of length m, the least power of two that is at least 2 n - 1.
 *
 * <p>Source: Bluestein (1970), A linear filtering approach to the computation of discrete Fourier transform.
 */
final class Bluestein implements LineTransform {
  private final int n;
  private final Stockham convolution;
  /** c_j, real and imaginary parts in turn. */
  private final double[] chirp;
  /** The transform of the conjugate chirp, divided by m. */
  private final double[] spectrum;

  Bluestein(int n) {
    this.n = n;
    int m = Integer.highestOneBit(2 * n - 2) * 2;
    this.convolution = new Stockham(m);
    this.chirp = new double[2 * n];
    for (int j = 0; j < n; j++) {
      UnitRoot.put(chirp, j, (long) j * j, 2L * n);
    }
    this.spectrum = new double[2 * m];
    try (Arena arena = Arena.ofConfined()) {
      long x = arena.allocate(32L * m, 64).address();
      for (int j = 0; j < n; j++) {
        for (int at : new int[] {j, (m - j) % m}) {
          set(x + 8L * at, chirp[2 * j]);
          set(x + 8L * (m + at), -chirp[2 * j + 1]);
        }
      }
      long y = convolution.run(x, x + 16L * m, 1);
      for (int j = 0; j < m; j++) {
        spectrum[2 * j] = get(y + 8L * j) / m;
        spectrum[2 * j + 1] = get(y + 8L * (m + j)) / m;
      }
    }
  }

  private static double get(long address) {
    return Memory.ALL.get(ValueLayout.JAVA_DOUBLE, address);
  }

  private static void set(long address, double value) {
    Memory.ALL.set(ValueLayout.JAVA_DOUBLE, address, value);
  }

  @Override
  public int length() {
    return convolution.length();
  }

  @Override
  public long run(long x, long y, int width) {
    int m = convolution.length();
    long plane = 8L * m * width;
    times(chirp, n, x, width, plane);
    Memory.ALL.asSlice(x + 8L * n * width, 8L * (m - n) * width).fill((byte) 0);
    Memory.ALL.asSlice(x + 8L * n * width + plane, 8L * (m - n) * width).fill((byte) 0);
    long transformed = convolution.run(x, y, width);
    times(spectrum, m, transformed, width, plane);
    swap(m, transformed, width, plane); // as the inverse transform is the transform of real and imaginary parts swapped
    long result = convolution.run(transformed, transformed == x ? y : x, width);
    swap(n, result, width, plane);
    times(chirp, n, result, width, plane);
    return result;
  }

  private static void times(double[] factors, int count, long x, int width, long plane) {
    for (int j = 0; j < count; j++) {
      double c = factors[2 * j];
      double s = factors[2 * j + 1];
      for (long at = x + 8L * j * width; at < x + 8L * (j + 1) * width; at += 8) {
        double re = get(at);
        double im = get(at + plane);
        set(at, re * c - im * s);
        set(at + plane, re * s + im * c);
      }
    }
  }

  private static void swap(int count, long x, int width, long plane) {
    for (long at = x; at < x + 8L * count * width; at += 8) {
      double re = get(at);
      set(at, get(at + plane));
      set(at + plane, re);
    }
  }
}
