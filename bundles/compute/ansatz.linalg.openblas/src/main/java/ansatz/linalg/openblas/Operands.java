package ansatz.linalg.openblas;

import static java.lang.foreign.ValueLayout.JAVA_DOUBLE;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * The off-heap copies of the arrays of one long call: garbage collection may go on while it runs.
 *
 * <p>Use in a try statement; what the routine wrote is copied back by {@link #store}.
 */
final class Operands implements AutoCloseable {
  private final Arena arena = Arena.ofConfined();

  MemorySegment copy(double[] array) {
    return arena.allocateFrom(JAVA_DOUBLE, array);
  }

  MemorySegment copy(int[] array) {
    return arena.allocateFrom(JAVA_INT, array);
  }

  static void store(MemorySegment from, double[] to) {
    MemorySegment.copy(from, JAVA_DOUBLE, 0, to, 0, to.length);
  }

  static void store(MemorySegment from, int[] to) {
    MemorySegment.copy(from, JAVA_INT, 0, to, 0, to.length);
  }

  @Override
  public void close() {
    arena.close();
  }
}
