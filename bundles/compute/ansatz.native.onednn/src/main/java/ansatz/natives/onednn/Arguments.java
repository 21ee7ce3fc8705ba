package ansatz.natives.onednn;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** The native arguments of one execution at a time: a stream and a memory object for each operand. */
final class Arguments {
  /** {@code struct { int argument; memory* memory; }} */
  private static final int ENTRY = 16;

  private final long stream;
  private final long[] memories;
  private final long[] addresses;
  private final long table;

  /**
   * @param arena holds the table
   * @param roles what each operand is
   * @param descriptors its layout
   */
  Arguments(Arena arena, int[] roles, long[] descriptors) {
    stream = Dnnl.createStream();
    memories = new long[roles.length];
    addresses = new long[roles.length];
    MemorySegment entries = arena.allocate((long) ENTRY * roles.length, 8);
    for (int i = 0; i < roles.length; i++) {
      memories[i] = Dnnl.create("an argument", Dnnl.MEMORY_CREATE, descriptors[i], Dnnl.engine(), 0L);
      entries.set(JAVA_INT, (long) ENTRY * i, roles[i]);
      entries.set(JAVA_LONG, (long) ENTRY * i + 8, memories[i]);
    }
    table = entries.address();
  }

  /** Operand {@code i} lies there from now on. */
  void set(int i, long address) {
    if (addresses[i] != address) {
      Dnnl.setAddress(memories[i], address);
      addresses[i] = address;
    }
  }

  void execute(Object what, long primitive) {
    Dnnl.execute(what, primitive, stream, memories.length, table);
  }

  void release() {
    for (long memory : memories) {
      Dnnl.destroy("an argument", Dnnl.MEMORY_DESTROY, memory);
    }
    Dnnl.destroy("a stream", Dnnl.STREAM_DESTROY, stream);
  }
}
