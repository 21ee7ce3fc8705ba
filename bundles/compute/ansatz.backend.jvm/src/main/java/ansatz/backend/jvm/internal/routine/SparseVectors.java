package ansatz.backend.jvm.internal.routine;

import ansatz.backend.jvm.internal.emit.Memory;
import java.nio.ByteOrder;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/**
 * Rows of a sparse product, many columns at a time, with the sums of two vectors in registers. Each sum has the same
 * terms in the same order as one column at a time. Only used where the vectors' module is present.
 */
final class SparseVectors {
  private static final VectorSpecies<Double> SUMS = DoubleVector.SPECIES_PREFERRED;
  private static final VectorSpecies<Float> FLOATS = VectorSpecies.of(float.class,
      VectorShape.forBitSize(SUMS.vectorBitSize() / 2));
  private static final int LANES = SUMS.length();
  private static final ByteOrder ORDER = ByteOrder.nativeOrder();

  private SparseVectors() {}

  /** The rows of y [M,K] from one to before another; at: values [E], rowPointers [M+1], columns [E], b [N,K], y. */
  static void floats(SparseRows a, int width, long[] at, int firstRow, int endRow) {
    for (int row = firstRow; row < endRow; row++) {
      int first = a.pointer(at[1], row);
      int behind = a.pointer(at[1], row + 1);
      long y = at[4] + 4L * row * width;
      int j = 0;
      for (; j + 2 * LANES <= width; j += 2 * LANES) {
        DoubleVector sum = DoubleVector.zero(SUMS);
        DoubleVector next = DoubleVector.zero(SUMS);
        for (int e = first; e < behind; e++) {
          int column = Elements.getInt(at[2] + 4L * e);
          if (column >= 0 && column < a.columns()) {
            double value = Elements.getFloat(at[0] + 4L * e);
            long b = at[3] + 4 * ((long) column * width + j);
            sum = wide(FloatVector.fromMemorySegment(FLOATS, Memory.ALL, b, ORDER)).mul(value).add(sum);
            next = wide(FloatVector.fromMemorySegment(FLOATS, Memory.ALL, b + 4L * LANES, ORDER)).mul(value).add(next);
          }
        }
        narrow(sum).intoMemorySegment(Memory.ALL, y + 4L * j, ORDER);
        narrow(next).intoMemorySegment(Memory.ALL, y + 4L * (j + LANES), ORDER);
      }
      for (; j < width; j += LANES) {
        VectorMask<Float> mask = FLOATS.indexInRange(j, width);
        DoubleVector sum = DoubleVector.zero(SUMS);
        for (int e = first; e < behind; e++) {
          int column = Elements.getInt(at[2] + 4L * e);
          if (column >= 0 && column < a.columns()) {
            long b = at[3] + 4 * ((long) column * width + j);
            sum = wide(FloatVector.fromMemorySegment(FLOATS, Memory.ALL, b, ORDER, mask))
                .mul(Elements.getFloat(at[0] + 4L * e)).add(sum);
          }
        }
        narrow(sum).intoMemorySegment(Memory.ALL, y + 4L * j, ORDER, mask);
      }
    }
  }

  /** As {@link #floats}. */
  static void doubles(SparseRows a, int width, long[] at, int firstRow, int endRow) {
    for (int row = firstRow; row < endRow; row++) {
      int first = a.pointer(at[1], row);
      int behind = a.pointer(at[1], row + 1);
      long y = at[4] + 8L * row * width;
      int j = 0;
      for (; j + 2 * LANES <= width; j += 2 * LANES) {
        DoubleVector sum = DoubleVector.zero(SUMS);
        DoubleVector next = DoubleVector.zero(SUMS);
        for (int e = first; e < behind; e++) {
          int column = Elements.getInt(at[2] + 4L * e);
          if (column >= 0 && column < a.columns()) {
            double value = Elements.getDouble(at[0] + 8L * e);
            long b = at[3] + 8 * ((long) column * width + j);
            sum = DoubleVector.fromMemorySegment(SUMS, Memory.ALL, b, ORDER).mul(value).add(sum);
            next = DoubleVector.fromMemorySegment(SUMS, Memory.ALL, b + 8L * LANES, ORDER).mul(value).add(next);
          }
        }
        sum.intoMemorySegment(Memory.ALL, y + 8L * j, ORDER);
        next.intoMemorySegment(Memory.ALL, y + 8L * (j + LANES), ORDER);
      }
      for (; j < width; j += LANES) {
        VectorMask<Double> mask = SUMS.indexInRange(j, width);
        DoubleVector sum = DoubleVector.zero(SUMS);
        for (int e = first; e < behind; e++) {
          int column = Elements.getInt(at[2] + 4L * e);
          if (column >= 0 && column < a.columns()) {
            long b = at[3] + 8 * ((long) column * width + j);
            sum = DoubleVector.fromMemorySegment(SUMS, Memory.ALL, b, ORDER, mask)
                .mul(Elements.getDouble(at[0] + 8L * e)).add(sum);
          }
        }
        sum.intoMemorySegment(Memory.ALL, y + 8L * j, ORDER, mask);
      }
    }
  }

  private static DoubleVector wide(FloatVector floats) {
    return (DoubleVector) floats.convertShape(VectorOperators.F2D, SUMS, 0);
  }

  private static FloatVector narrow(DoubleVector doubles) {
    return (FloatVector) doubles.convertShape(VectorOperators.D2F, FLOATS, 0);
  }
}
