package ansatz.backend.jvm.internal.routine;

import ansatz.backend.jvm.internal.emit.Memory;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The discrete Fourier transform by Stockham's autosort algorithm: a pass for each factor of the length, from one array to
 * the other, after which the results are in order.
 *
 * <p>A pass with factor p, m = n / (product of the factors so far) and s = product of the factors before: $$ y_{k + s (p j
 * + r)} = \omega_{p m}^{j r} \sum_q \omega_p^{q r} x_{k + s (j + m q)}, \quad \omega_n = e^{-2 \pi i / n} $$
 *
 * <p>Cost: about 5 n log2 n for powers of two; a factor p costs 8 p^2 instead of 5 p log2 p, so large ones are
 * {@link Bluestein}'s.
 *
 * <p>Source: Stockham (1966), High-speed convolution and correlation; Van Loan (1992), Computational Frameworks for the
 * Fast Fourier Transform, section 1.7.
 */
final class Stockham implements LineTransform {
  private final int n;
  private final int[] factors;
  /** For each pass, omega_{pm}^{jr} for j and r, then omega_p^q: real and imaginary parts in turn. */
  private final double[][] turns;
  private final double[][] roots;
  /** The largest factor that there is a pass for. */
  static final int LARGEST = 13;

  Stockham(int n) {
    this.n = n;
    this.factors = factors(n);
    this.turns = new double[factors.length][];
    this.roots = new double[factors.length][];
    int rest = n;
    for (int pass = 0; pass < factors.length; pass++) {
      int p = factors[pass];
      rest /= p;
      turns[pass] = new double[2 * rest * p];
      roots[pass] = new double[2 * p];
      for (int r = 0; r < p; r++) {
        UnitRoot.put(roots[pass], r, r, p);
        for (int j = 0; j < rest; j++) {
          UnitRoot.put(turns[pass], j * p + r, (long) j * r, (long) p * rest);
        }
      }
    }
  }

  /** Fours first, then the primes that are left, ascending. */
  static int[] factors(int n) {
    List<Integer> factors = new ArrayList<>();
    int rest = n;
    for (; rest % 4 == 0; rest /= 4) {
      factors.add(4);
    }
    for (int p = 2; rest > 1; p++) {
      for (; rest % p == 0; rest /= p) {
        factors.add(p);
      }
    }
    return factors.stream().mapToInt(p -> p).toArray();
  }

  static boolean reaches(int n) {
    return Arrays.stream(factors(n)).allMatch(p -> p <= LARGEST);
  }

  @Override
  public int length() {
    return n;
  }

  @Override
  public long run(long x, long y, int width) {
    long from = x;
    long to = y;
    int s = width;
    int m = n;
    for (int pass = 0; pass < factors.length; pass++) {
      m /= factors[pass];
      switch (factors[pass]) {
        case 2 -> two(from, to, s, m, (long) n * width * 8, turns[pass]);
        case 4 -> four(from, to, s, m, (long) n * width * 8, turns[pass]);
        default -> odd(from, to, s, m, (long) n * width * 8, pass);
      }
      s *= factors[pass];
      long done = to;
      to = from;
      from = done;
    }
    return from;
  }

  private static double get(long address) {
    return Memory.ALL.get(ValueLayout.JAVA_DOUBLE, address);
  }

  private static void set(long address, double value) {
    Memory.ALL.set(ValueLayout.JAVA_DOUBLE, address, value);
  }

  /** (re, im) turned by (c, s). */
  private static void turned(long address, long plane, double re, double im, double c, double s) {
    set(address, re * c - im * s);
    set(address + plane, re * s + im * c);
  }

  private static void two(long x, long y, int s, int m, long plane, double[] turns) {
    for (int j = 0; j < m; j++) {
      double c = turns[4 * j + 2];
      double d = turns[4 * j + 3];
      long a = x + 8L * s * j;
      long b = a + 8L * s * m;
      long to = y + 16L * s * j;
      for (long k = 0; k < 8L * s; k += 8) {
        double re = get(a + k);
        double im = get(a + k + plane);
        double otherRe = get(b + k);
        double otherIm = get(b + k + plane);
        set(to + k, re + otherRe);
        set(to + k + plane, im + otherIm);
        turned(to + k + 8L * s, plane, re - otherRe, im - otherIm, c, d);
      }
    }
  }

  private static void four(long x, long y, int s, int m, long plane, double[] turns) {
    long step = 8L * s;
    for (int j = 0; j < m; j++) {
      double c1 = turns[8 * j + 2];
      double s1 = turns[8 * j + 3];
      double c2 = turns[8 * j + 4];
      double s2 = turns[8 * j + 5];
      double c3 = turns[8 * j + 6];
      double s3 = turns[8 * j + 7];
      for (long k = 0; k < step; k += 8) {
        long from = x + step * j + k;
        long to = y + 4 * step * j + k;
        double sumRe = get(from) + get(from + 2 * step * m);
        double sumIm = get(from + plane) + get(from + 2 * step * m + plane);
        double differenceRe = get(from) - get(from + 2 * step * m);
        double differenceIm = get(from + plane) - get(from + 2 * step * m + plane);
        double oddRe = get(from + step * m) + get(from + 3 * step * m);
        double oddIm = get(from + step * m + plane) + get(from + 3 * step * m + plane);
        // -i times the difference of the odd ones
        double crossRe = get(from + step * m + plane) - get(from + 3 * step * m + plane);
        double crossIm = get(from + 3 * step * m) - get(from + step * m);
        set(to, sumRe + oddRe);
        set(to + plane, sumIm + oddIm);
        turned(to + step, plane, differenceRe + crossRe, differenceIm + crossIm, c1, s1);
        turned(to + 2 * step, plane, sumRe - oddRe, sumIm - oddIm, c2, s2);
        turned(to + 3 * step, plane, differenceRe - crossRe, differenceIm - crossIm, c3, s3);
      }
    }
  }

  private void odd(long x, long y, int s, int m, long plane, int pass) {
    int p = factors[pass];
    double[] root = roots[pass];
    long step = 8L * s;
    for (int j = 0; j < m; j++) {
      for (int r = 0; r < p; r++) {
        double c = turns[pass][2 * (j * p + r)];
        double d = turns[pass][2 * (j * p + r) + 1];
        for (long k = 0; k < step; k += 8) {
          double re = 0;
          double im = 0;
          for (int q = 0; q < p; q++) {
            long from = x + step * (j + (long) m * q) + k;
            double rootRe = root[2 * (q * r % p)];
            double rootIm = root[2 * (q * r % p) + 1];
            re += get(from) * rootRe - get(from + plane) * rootIm;
            im += get(from) * rootIm + get(from + plane) * rootRe;
          }
          turned(y + step * ((long) p * j + r) + k, plane, re, im, c, d);
        }
      }
    }
  }
}
