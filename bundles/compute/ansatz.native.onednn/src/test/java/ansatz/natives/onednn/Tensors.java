package ansatz.natives.onednn;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.SplittableRandom;

/** Row-major float32 tensors of the tests, and the same in other layouts. */
final class Tensors {
  private final SplittableRandom random;

  Tensors(long seed) {
    random = new SplittableRandom(seed);
  }

  float[] random(long... shape) {
    float[] values = new float[(int) Arrays.stream(shape).reduce(1, (a, b) -> a * b)];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextDouble(-1, 1);
    }
    return values;
  }

  int below(int bound) {
    return random.nextInt(bound);
  }

  static MemorySegment segment(Arena arena, float... values) {
    return arena.allocate(4L * values.length, 64).copyFrom(MemorySegment.ofArray(values));
  }

  static MemorySegment allocate(Arena arena, long bytes) {
    return arena.allocate(Math.max(bytes, 1), 64);
  }

  /** Row-major values in the given layout. */
  static MemorySegment in(Arena arena, Layout layout, float... values) {
    MemorySegment segment = allocate(arena, layout.bytes());
    copy(arena, segment(arena, values), Layout.of(layout.shape()), segment, layout);
    return segment;
  }

  /** What lies in the given layout, row-major. */
  static float[] out(Arena arena, Layout layout, MemorySegment segment) {
    Layout plain = Layout.of(layout.shape());
    MemorySegment values = arena.allocate(plain.bytes(), 64);
    copy(arena, segment, layout, values, plain);
    return values.toArray(JAVA_FLOAT);
  }

  private static void copy(Arena arena, MemorySegment from, Layout fromLayout, MemorySegment to, Layout toLayout) {
    try (Reorder reorder = Reorder.of(fromLayout, toLayout)) {
      reorder.execute(from, 0, to, 0, allocate(arena, reorder.scratchpadBytes()), 0);
    }
  }
}
