package ansatz.backend.jvm.internal.product;

import static java.lang.foreign.ValueLayout.JAVA_DOUBLE_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT_UNALIGNED;

import ansatz.backend.jvm.internal.emit.Memory;
import ansatz.backend.jvm.internal.fuse.MatrixView;

/** Products where OpenBLAS is absent: a row of the result at a time, products added in the order of k. */
final class PlainProduct {
  private PlainProduct() {}

  /** Shapes: a [rows,k], b [k,n], the result [rows,n] with rows ldc elements apart. */
  static void multiply(boolean wide, MatrixView a, long fromA, MatrixView b, long fromB, long to, int rows, int n,
      int k, int ldc) {
    long alongRow = a.transposed() ? 1 : a.leading();
    long alongColumn = a.transposed() ? a.leading() : 1;
    long downB = b.transposed() ? 1 : b.leading();
    long acrossB = b.transposed() ? b.leading() : 1;
    for (int row = 0; row < rows; row++) {
      long left = fromA + row * alongRow * (wide ? 8 : 4);
      if (wide) {
        doubles(left, alongColumn, fromB, downB, acrossB, to + row * 8L * ldc, n, k);
      } else {
        floats(left, alongColumn, fromB, downB, acrossB, to + row * 4L * ldc, n, k);
      }
    }
  }

  private static void floats(long a, long stepA, long b, long downB, long acrossB, long to, int n, int k) {
    for (int j = 0; j < n; j++) {
      Memory.ALL.set(JAVA_FLOAT_UNALIGNED, to + 4L * j, 0f);
    }
    for (int i = 0; i < k; i++) {
      float factor = Memory.ALL.get(JAVA_FLOAT_UNALIGNED, a + 4 * i * stepA);
      long row = b + 4 * i * downB;
      for (int j = 0; j < n; j++) {
        float sum = Memory.ALL.get(JAVA_FLOAT_UNALIGNED, to + 4L * j);
        float other = Memory.ALL.get(JAVA_FLOAT_UNALIGNED, row + 4 * j * acrossB);
        Memory.ALL.set(JAVA_FLOAT_UNALIGNED, to + 4L * j, Math.fma(factor, other, sum));
      }
    }
  }

  private static void doubles(long a, long stepA, long b, long downB, long acrossB, long to, int n, int k) {
    for (int j = 0; j < n; j++) {
      Memory.ALL.set(JAVA_DOUBLE_UNALIGNED, to + 8L * j, 0);
    }
    for (int i = 0; i < k; i++) {
      double factor = Memory.ALL.get(JAVA_DOUBLE_UNALIGNED, a + 8 * i * stepA);
      long row = b + 8 * i * downB;
      for (int j = 0; j < n; j++) {
        double sum = Memory.ALL.get(JAVA_DOUBLE_UNALIGNED, to + 8L * j);
        double other = Memory.ALL.get(JAVA_DOUBLE_UNALIGNED, row + 8 * j * acrossB);
        Memory.ALL.set(JAVA_DOUBLE_UNALIGNED, to + 8L * j, Math.fma(factor, other, sum));
      }
    }
  }
}
