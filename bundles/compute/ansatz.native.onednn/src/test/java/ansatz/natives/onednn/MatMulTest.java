package ansatz.natives.onednn;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@EnabledOnOs(value = OS.LINUX, architectures = "amd64")
class MatMulTest {
  private static final int[] SIZES = {1, 2, 3, 5, 16, 17, 33, 64, 100};

  private final Tensors tensors = new Tensors(3);

  @Test
  void productsAreSumsOfProducts() {
    for (int round = 0; round < 60; round++) {
      check(1, pick(), pick(), pick(), tensors.below(2) == 0, tensors.below(2) == 0, tensors.below(2) == 0,
          new Epilogue(tensors.below(2) == 0, tensors.below(2) == 0, tensors.below(2) == 0));
    }
  }

  @Test
  void batchesToo() {
    check(6, 5, 7, 9, false, false, false, Epilogue.NONE);
    check(3, 17, 4, 33, false, true, false, Epilogue.ACCUMULATE);
    check(4, 32, 32, 16, true, false, false, Epilogue.BIAS_RELU);
  }

  private int pick() {
    return SIZES[tensors.below(SIZES.length)];
  }

  private static Layout matrices(int batch, int rows, int columns, boolean transposed) {
    return transposed
        ? Layout.strided(new long[] {batch, rows, columns}, new long[] {(long) rows * columns, 1, rows})
        : Layout.of(batch, rows, columns);
  }

  private void check(int batch, int m, int n, int k, boolean ta, boolean tb, boolean packed, Epilogue epilogue) {
    float[] a = tensors.random(batch, m, k);
    float[] b = tensors.random(batch, k, n);
    float[] c = tensors.random(batch, m, n);
    float[] bias = tensors.random(n);
    Layout layoutB = packed ? Layout.any(batch, k, n) : matrices(batch, k, n, tb);
    try (Arena arena = Arena.ofConfined();
        MatMul product = MatMul.of(matrices(batch, m, k, ta), layoutB, matrices(batch, m, n, false), epilogue)) {
      MemorySegment sa = Tensors.in(arena, product.a(), a);
      MemorySegment sb = Tensors.in(arena, product.b(), b);
      MemorySegment sc = Tensors.in(arena, product.c(), c);
      MemorySegment scratchpad = Tensors.allocate(arena, product.scratchpadBytes());
      if (epilogue.bias()) {
        product.execute(sa, 0, sb, 0, Tensors.segment(arena, bias), 0, sc, 0, scratchpad, 0);
      } else {
        product.execute(sa, 0, sb, 0, sc, 0, scratchpad, 0);
      }
      float[] result = sc.toArray(JAVA_FLOAT);
      for (int i = 0; i < result.length; i++) {
        int row = i / n;
        double sum = (epilogue.bias() ? bias[i % n] : 0) + (epilogue.accumulate() ? c[i] : 0);
        for (int l = 0; l < k; l++) {
          sum += (double) a[row * k + l] * b[row / m * k * n + l * n + i % n];
        }
        assertEquals(epilogue.relu() ? Math.max(sum, 0) : sum, result[i], 5e-7 * (k + 4), product::toString);
      }
    }
  }

  @Test
  void sgemmIsTheSumOfProducts() {
    for (int round = 0; round < 200; round++) {
      boolean ta = tensors.below(2) == 0;
      boolean tb = tensors.below(2) == 0;
      int m = round % 20 == 0 ? 0 : pick();
      int n = pick();
      int k = round % 21 == 0 ? 0 : pick();
      float alpha = tensors.below(3) - 0.5f;
      float beta = tensors.below(3) - 1;
      int ldc = n + tensors.below(3);
      float[] a = tensors.random(m, k);
      float[] b = tensors.random(k, n);
      float[] c = tensors.random(m, ldc);
      try (Arena arena = Arena.ofConfined()) {
        MemorySegment sc = Tensors.segment(arena, c);
        OneDnn.sgemm(ta, tb, m, n, k, alpha, Tensors.segment(arena, a), 0, Math.max(1, ta ? m : k),
            Tensors.segment(arena, b), 0, Math.max(1, tb ? k : n), beta, sc, 0, ldc);
        for (int i = 0; i < c.length; i++) {
          int row = i / ldc;
          int column = i % ldc;
          double sum = 0;
          for (int l = 0; l < k && column < n; l++) {
            sum += (double) a[ta ? l * m + row : row * k + l] * b[tb ? column * k + l : l * n + column];
          }
          assertEquals(column < n ? alpha * sum + beta * c[i] : c[i], sc.getAtIndex(JAVA_FLOAT, i), 1e-6 * (k + 4),
              "m " + m + " n " + n + " k " + k + " " + ta + tb + " alpha " + alpha + " beta " + beta);
        }
      }
    }
  }

  @Test
  void namesWhatDoesNotFit() {
    Layout a = Layout.of(2, 3);
    Layout b = Layout.of(4, 5);
    Layout c = Layout.of(2, 5);
    IllegalArgumentException e = assertThrows(IllegalArgumentException.class, () -> MatMul.of(a, b, c, Epilogue.NONE));
    assertTrue(e.getMessage().startsWith("oneDNN refuses matmul of f32[2,3] ab and f32[4,5] ab to f32[2,5] ab"),
        e.getMessage());
    try (Arena arena = Arena.ofConfined();
        MatMul product = MatMul.of(a, Layout.of(3, 5), c, Epilogue.BIAS)) {
      MemorySegment x = arena.allocate(1000);
      e = assertThrows(IllegalArgumentException.class, () -> product.execute(x, 0, x, 0, x, 0, x, 0));
      assertTrue(e.getMessage().endsWith("needs a bias"), e.getMessage());
      e = assertThrows(IllegalArgumentException.class, () -> product.execute(x, 0, x, 960, x, 0, x, 0, x, 0));
      assertEquals("B: needs 60 bytes from byte 960, the segment has 1000", e.getMessage());
    }
  }
}
