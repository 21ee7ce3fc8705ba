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
 * Sums of rows in float64, many columns at a time. Each sum has the same terms in the same order as one column at a time.
 * Only used where the vectors' module is present.
 */
final class RowVectors {
  private static final VectorSpecies<Double> SUMS = DoubleVector.SPECIES_PREFERRED;
  private static final VectorSpecies<Float> FLOATS = VectorSpecies.of(float.class,
      VectorShape.forBitSize(SUMS.vectorBitSize() / 2));
  private static final int LANES = SUMS.length();
  private static final ByteOrder ORDER = ByteOrder.nativeOrder();

  private RowVectors() {}

  /** The sum y [R] of those rows of x [I,R] whose numbers stand from one place to another. */
  static void floats(long numbers, long end, long x, int width, long y) {
    int j = 0;
    for (; j + LANES <= width; j += LANES) {
      DoubleVector sum = DoubleVector.zero(SUMS);
      for (long at = numbers; at < end; at += 4) {
        long row = x + 4 * ((long) Elements.getInt(at) * width + j);
        sum = wide(FloatVector.fromMemorySegment(FLOATS, Memory.ALL, row, ORDER)).add(sum);
      }
      narrow(sum).intoMemorySegment(Memory.ALL, y + 4L * j, ORDER);
    }
    if (j < width) {
      VectorMask<Float> mask = FLOATS.indexInRange(j, width);
      DoubleVector sum = DoubleVector.zero(SUMS);
      for (long at = numbers; at < end; at += 4) {
        long row = x + 4 * ((long) Elements.getInt(at) * width + j);
        sum = wide(FloatVector.fromMemorySegment(FLOATS, Memory.ALL, row, ORDER, mask)).add(sum);
      }
      narrow(sum).intoMemorySegment(Memory.ALL, y + 4L * j, ORDER, mask);
    }
  }

  /** As {@link #floats}. */
  static void doubles(long numbers, long end, long x, int width, long y) {
    int j = 0;
    for (; j + LANES <= width; j += LANES) {
      DoubleVector sum = DoubleVector.zero(SUMS);
      for (long at = numbers; at < end; at += 4) {
        long row = x + 8 * ((long) Elements.getInt(at) * width + j);
        sum = DoubleVector.fromMemorySegment(SUMS, Memory.ALL, row, ORDER).add(sum);
      }
      sum.intoMemorySegment(Memory.ALL, y + 8L * j, ORDER);
    }
    if (j < width) {
      VectorMask<Double> mask = SUMS.indexInRange(j, width);
      DoubleVector sum = DoubleVector.zero(SUMS);
      for (long at = numbers; at < end; at += 4) {
        long row = x + 8 * ((long) Elements.getInt(at) * width + j);
        sum = DoubleVector.fromMemorySegment(SUMS, Memory.ALL, row, ORDER, mask).add(sum);
      }
      sum.intoMemorySegment(Memory.ALL, y + 8L * j, ORDER, mask);
    }
  }

  private static DoubleVector wide(FloatVector floats) {
    return (DoubleVector) floats.convertShape(VectorOperators.F2D, SUMS, 0);
  }

  private static FloatVector narrow(DoubleVector doubles) {
    return (FloatVector) doubles.convertShape(VectorOperators.D2F, FLOATS, 0);
  }
}
