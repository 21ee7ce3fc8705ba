package ansatz.backend.jvm.internal.emit;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.IdentityHashMap;
import java.util.Map;

/** What generated code reaches memory through. */
public final class Memory {
  /** All of it, so that addresses are offsets and nothing has to be checked about a segment's life. */
  @SuppressWarnings("restricted")
  public static final MemorySegment ALL = MemorySegment.NULL.reinterpret(Long.MAX_VALUE);

  private static final Map<double[], Long> WIDE = new IdentityHashMap<>();
  private static final Map<double[], Long> NARROW = new IdentityHashMap<>();

  private Memory() {}

  /** Where a table stands as float64 or float32, for as long as the process lives: tables are constants of code. */
  static synchronized long table(double[] table, boolean wide) {
    return (wide ? WIDE : NARROW).computeIfAbsent(table, _ -> {
      MemorySegment segment = Arena.global().allocate((long) table.length * (wide ? 8 : 4), 64);
      for (int i = 0; i < table.length; i++) {
        if (wide) {
          segment.setAtIndex(ValueLayout.JAVA_DOUBLE, i, table[i]);
        } else {
          segment.setAtIndex(ValueLayout.JAVA_FLOAT, i, (float) table[i]);
        }
      }
      return segment.address();
    });
  }
}
