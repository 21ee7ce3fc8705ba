package ansatz.natives.openblas;

import static java.lang.foreign.ValueLayout.JAVA_DOUBLE;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.management.ManagementFactory;
import java.util.Collections;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Everything against plain loops in float64; numbers between the elements and outside must not change. */
@EnabledOnOs(value = OS.LINUX, architectures = "amd64")
class CblasTest {
  private static final int[] SIZES = {0, 1, 2, 3, 5, 16, 17, 33, 64, 100};
  private static final double[] FACTORS = {0, 1, -0.75};
  private static final boolean[] BOTH = {false, true};

  private final SplittableRandom random = new SplittableRandom(1);

  /** A matrix inside a segment: {@code offset} elements, then rows at distance {@code ld}. */
  private record Operand(MemorySegment segment, boolean wide, int offset, int ld, int rows, int columns) {
    double get(int i, int j) {
      return at(offset + (long) i * ld + j);
    }

    void set(int i, int j, double value) {
      long index = offset + (long) i * ld + j;
      if (wide) {
        segment.setAtIndex(JAVA_DOUBLE, index, value);
      } else {
        segment.setAtIndex(JAVA_FLOAT, index, (float) value);
      }
    }

    double at(long index) {
      return wide ? segment.getAtIndex(JAVA_DOUBLE, index) : segment.getAtIndex(JAVA_FLOAT, index);
    }

    long start() {
      return (long) offset * (wide ? 8 : 4);
    }

    double[] all() {
      double[] all = new double[(int) (segment.byteSize() / (wide ? 8 : 4))];
      for (int i = 0; i < all.length; i++) {
        all[i] = at(i);
      }
      return all;
    }
  }

  private Operand operand(Arena arena, boolean wide, int rows, int columns) {
    int offset = random.nextInt(4);
    int ld = Math.max(1, columns) + random.nextInt(4);
    int size = offset + rows * ld + 3;
    MemorySegment segment = arena.allocate((long) size * (wide ? 8 : 4), 64);
    for (int i = 0; i < size; i++) {
      if (wide) {
        segment.setAtIndex(JAVA_DOUBLE, i, random.nextDouble(-1, 1));
      } else {
        segment.setAtIndex(JAVA_FLOAT, i, (float) random.nextDouble(-1, 1));
      }
    }
    return new Operand(segment, wide, offset, ld, rows, columns);
  }

  @Test
  void gemmIsTheSumOfProducts() {
    for (boolean wide : BOTH) {
      for (int round = 0; round < 600; round++) {
        gemm(wide, random.nextBoolean(), random.nextBoolean(), pick(SIZES), pick(SIZES), pick(SIZES),
            FACTORS[random.nextInt(3)], FACTORS[random.nextInt(3)]);
      }
    }
  }

  private void gemm(boolean wide, boolean ta, boolean tb, int m, int n, int k, double alpha, double beta) {
    try (Arena arena = Arena.ofConfined()) {
      Operand a = operand(arena, wide, ta ? k : m, ta ? m : k);
      Operand b = operand(arena, wide, tb ? n : k, tb ? k : n);
      Operand c = operand(arena, wide, m, n);
      double[] expected = c.all();
      for (int i = 0; i < m; i++) {
        for (int j = 0; j < n; j++) {
          double sum = 0;
          for (int l = 0; l < k; l++) {
            sum += (ta ? a.get(l, i) : a.get(i, l)) * (tb ? b.get(j, l) : b.get(l, j));
          }
          expected[c.offset + i * c.ld + j] = alpha * sum + beta * c.get(i, j);
        }
      }
      if (wide) {
        Cblas.dgemm(ta, tb, m, n, k, alpha, a.segment, a.start(), a.ld, b.segment, b.start(), b.ld, beta, c.segment,
            c.start(), c.ld);
      } else {
        Cblas.sgemm(ta, tb, m, n, k, (float) alpha, a.segment, a.start(), a.ld, b.segment, b.start(), b.ld,
            (float) beta, c.segment, c.start(), c.ld);
      }
      assertArrayEquals(expected, c.all(), tolerance(wide, k), () -> "gemm " + wide + " " + ta + " " + tb + " m " + m
          + " n " + n + " k " + k + " alpha " + alpha + " beta " + beta);
    }
  }

  @Test
  void trsmSolvesTriangularSystems() {
    for (boolean wide : BOTH) {
      for (int round = 0; round < 300; round++) {
        trsm(wide, random.nextBoolean(), random.nextBoolean(), random.nextBoolean(), pick(SIZES), pick(SIZES));
      }
    }
  }

  /** A X is the B that there was; the other triangle, and a unit diagonal, are not read: they are NaN. */
  private void trsm(boolean wide, boolean lower, boolean trans, boolean unit, int m, int n) {
    try (Arena arena = Arena.ofConfined()) {
      Operand a = operand(arena, wide, m, m);
      Operand b = operand(arena, wide, m, n);
      for (int i = 0; i < m; i++) {
        for (int j = 0; j < m; j++) {
          boolean read = i == j ? !unit : i > j == lower;
          a.set(i, j, !read ? Double.NaN : i == j ? 2 + a.get(i, j) : a.get(i, j) / m);
        }
      }
      double[] expected = b.all();
      if (wide) {
        Cblas.dtrsm(lower, trans, unit, m, n, a.segment, a.start(), a.ld, b.segment, b.start(), b.ld);
      } else {
        Cblas.strsm(lower, trans, unit, m, n, a.segment, a.start(), a.ld, b.segment, b.start(), b.ld);
      }
      double[] product = b.all();
      for (int i = 0; i < m; i++) {
        for (int j = 0; j < n; j++) {
          double sum = (unit ? 1 : a.get(i, i)) * b.get(i, j);
          for (int l = 0; l < m; l++) {
            sum += l == i || l < i != (lower != trans) ? 0 : (trans ? a.get(l, i) : a.get(i, l)) * b.get(l, j);
          }
          product[b.offset + i * b.ld + j] = sum;
        }
      }
      assertArrayEquals(expected, product, tolerance(wide, m),
          () -> "trsm " + wide + " " + lower + " " + trans + " " + unit + " m " + m + " n " + n);
    }
  }

  @Test
  void gemvAndGerAreTheirSums() {
    for (boolean wide : BOTH) {
      for (int round = 0; round < 300; round++) {
        gemv(wide, random.nextBoolean(), pick(SIZES), pick(SIZES), FACTORS[random.nextInt(3)],
            FACTORS[random.nextInt(3)]);
        ger(wide, pick(SIZES), pick(SIZES), FACTORS[random.nextInt(3)]);
      }
    }
  }

  private void gemv(boolean wide, boolean ta, int m, int n, double alpha, double beta) {
    try (Arena arena = Arena.ofConfined()) {
      Operand a = operand(arena, wide, m, n);
      Operand x = operand(arena, wide, ta ? m : n, 1);
      Operand y = operand(arena, wide, ta ? n : m, 1);
      double[] expected = y.all();
      for (int i = 0; i < y.rows; i++) {
        double sum = 0;
        for (int l = 0; l < x.rows; l++) {
          sum += (ta ? a.get(l, i) : a.get(i, l)) * x.get(l, 0);
        }
        expected[y.offset + i * y.ld] = alpha * sum + beta * y.get(i, 0);
      }
      if (wide) {
        Cblas.dgemv(ta, m, n, alpha, a.segment, a.start(), a.ld, x.segment, x.start(), x.ld, beta, y.segment, y.start(),
            y.ld);
      } else {
        Cblas.sgemv(ta, m, n, (float) alpha, a.segment, a.start(), a.ld, x.segment, x.start(), x.ld, (float) beta,
            y.segment, y.start(), y.ld);
      }
      assertArrayEquals(expected, y.all(), tolerance(wide, x.rows),
          () -> "gemv " + wide + " " + ta + " m " + m + " n " + n + " alpha " + alpha + " beta " + beta);
    }
  }

  private void ger(boolean wide, int m, int n, double alpha) {
    try (Arena arena = Arena.ofConfined()) {
      Operand x = operand(arena, wide, m, 1);
      Operand y = operand(arena, wide, n, 1);
      Operand a = operand(arena, wide, m, n);
      double[] expected = a.all();
      for (int i = 0; i < m; i++) {
        for (int j = 0; j < n; j++) {
          expected[a.offset + i * a.ld + j] += alpha * x.get(i, 0) * y.get(j, 0);
        }
      }
      if (wide) {
        Cblas.dger(m, n, alpha, x.segment, x.start(), x.ld, y.segment, y.start(), y.ld, a.segment, a.start(), a.ld);
      } else {
        Cblas.sger(m, n, (float) alpha, x.segment, x.start(), x.ld, y.segment, y.start(), y.ld, a.segment, a.start(),
            a.ld);
      }
      assertArrayEquals(expected, a.all(), tolerance(wide, 1), () -> "ger " + wide + " m " + m + " n " + n);
    }
  }

  @Test
  void betaZeroReadsNoResult() {
    for (int n : new int[] {1, 4, 32, 150}) {
      for (int k : new int[] {0, 3, 70}) {
        try (Arena arena = Arena.ofConfined()) {
          MemorySegment ones = filled(arena, 1, n * Math.max(k, 1));
          MemorySegment c = filled(arena, Float.NaN, n * n);
          Cblas.sgemm(false, false, n, n, k, 1, ones, 0, Math.max(k, 1), ones, 0, n, 0, c, 0, n);
          for (float value : c.toArray(JAVA_FLOAT)) {
            assertEquals(k, value);
          }
        }
      }
    }
  }

  /** Same bits wherever the operands lie and whatever other threads do; 32 callers are more than OpenBLAS prepares. */
  @Test
  void manyThreadsGetTheSameBits() throws Exception {
    int m = 61;
    int n = 130;
    int k = 301;
    try (Arena arena = Arena.ofShared(); var pool = Executors.newFixedThreadPool(32)) {
      MemorySegment a = random(arena, m * k);
      MemorySegment b = random(arena, k * n);
      float[] expected = product(a, b, m, n, k, 0);
      Callable<Void> check = () -> {
        for (int shift = 0; shift < 25; shift++) {
          assertArrayEquals(expected, product(a, b, m, n, k, shift));
        }
        return null;
      };
      for (int callers : new int[] {4, 32}) {
        for (Future<Void> checked : pool.invokeAll(Collections.nCopies(callers, check))) {
          checked.get();
        }
      }
    }
  }

  private static float[] product(MemorySegment a, MemorySegment b, int m, int n, int k, int shift) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment moved = arena.allocate(4L * (m * k + shift), 64).asSlice(4L * shift);
      MemorySegment c = arena.allocate(4L * (m * n + shift), 64).asSlice(4L * shift);
      moved.copyFrom(a);
      Cblas.sgemm(false, false, m, n, k, 1, moved, 0, k, b, 0, n, 0, c, 0, n);
      return c.toArray(JAVA_FLOAT);
    }
  }

  @Test
  void namesTheOperandThatDoesNotFit() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment x = arena.allocate(4 * 6);
      assertRefused("A: rows at a distance of 2 cannot hold a matrix [2,3]", x, 2, 3, 2, x);
      assertRefused("A: needs 24 bytes from byte 4, the segment has 24", x.asSlice(0), 2, 3, 3, x);
      assertRefused("C: the segment is read-only", x, 1, 1, 3, x.asReadOnly());
      assertRefused("cannot hold a matrix [-1,1]", x, -1, 1, 1, x);
    }
  }

  private static void assertRefused(String reason, MemorySegment a, int m, int k, int lda, MemorySegment c) {
    long aOffset = reason.contains("from byte 4") ? 4 : 0;
    IllegalArgumentException e = assertThrows(IllegalArgumentException.class,
        () -> Cblas.sgemm(false, false, m, 1, k, 1, a, aOffset, lda, a, 0, 1, 0, c, 0, 1));
    assertTrue(e.getMessage().contains(reason), e.getMessage());
  }

  @Test
  void allocatesNothing() {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment x = random(arena, 64);
      MemorySegment y = random(arena, 64);
      for (int i = 0; i < 30_000; i++) {
        Cblas.sgemm(true, false, 8, 8, 8, 1, x, 0, 8, x, 0, 8, 0, y, 0, 8);
      }
      long least = Long.MAX_VALUE; // the compiler at work may allocate now and then
      for (int round = 0; round < 10; round++) {
        long before = threads.getCurrentThreadAllocatedBytes();
        long nothing = threads.getCurrentThreadAllocatedBytes() - before;
        before = threads.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < 5_000; i++) {
          Cblas.sgemm(true, false, 8, 8, 8, 1, x, 0, 8, x, 0, 8, 0, y, 0, 8);
        }
        least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before - nothing);
      }
      assertEquals(0, least);
    }
  }

  private static double tolerance(boolean wide, int terms) {
    return (wide ? 1e-15 : 5e-7) * (terms + 4);
  }

  private int pick(int[] sizes) {
    return sizes[random.nextInt(sizes.length)];
  }

  private MemorySegment random(Arena arena, int size) {
    MemorySegment segment = arena.allocate(4L * size, 64);
    for (int i = 0; i < size; i++) {
      segment.setAtIndex(JAVA_FLOAT, i, (float) random.nextDouble(-1, 1));
    }
    return segment;
  }

  private static MemorySegment filled(Arena arena, float value, int size) {
    MemorySegment segment = arena.allocate(4L * size, 64);
    for (int i = 0; i < size; i++) {
      segment.setAtIndex(JAVA_FLOAT, i, value);
    }
    return segment;
  }
}
