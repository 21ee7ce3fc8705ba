package ansatz.linalg;

import java.util.Arrays;

/** Extents of arrays. */
final class Shape {
  private Shape() {}

  static long size(long[] shape) {
    long size = 1;
    for (long extent : shape) {
      size = Math.multiplyExact(size, extent);
    }
    return size;
  }

  static void check(long[] shape, int length) {
    for (long extent : shape) {
      if (extent < 0) {
        throw new IllegalArgumentException("shape " + Arrays.toString(shape) + " has a negative extent");
      }
    }
    if (size(shape) != length) {
      throw new IllegalArgumentException(
          "shape " + Arrays.toString(shape) + " needs " + size(shape) + " values, got " + length);
    }
  }
}
