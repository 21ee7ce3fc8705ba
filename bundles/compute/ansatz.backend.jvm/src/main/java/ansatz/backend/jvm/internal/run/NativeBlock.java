package ansatz.backend.jvm.internal.run;

import ansatz.tensor.OutOfMemoryException;
import ansatz.tensor.Values;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** A piece of off-heap memory that is counted until it is released. */
public final class NativeBlock implements AutoCloseable {
  /** The widest vectors and lines of cache begin at multiples of this. */
  private static final long ALIGNMENT = 64;
  private static final AtomicLong LIVE = new AtomicLong();

  private final Arena arena = Arena.ofShared();
  private final MemorySegment segment;
  /** How many runs use it, of which it must not be taken away: they know addresses only. Below 0 once it is released. */
  private final AtomicInteger runs = new AtomicInteger();

  /** Zeroed memory. */
  NativeBlock(long bytes) {
    try {
      MachineMemory.require(bytes);
      segment = arena.allocate(Math.max(bytes, 1), ALIGNMENT);
    } catch (OutOfMemoryException | OutOfMemoryError e) {
      arena.close();
      throw new OutOfMemoryException("asked the machine for " + bytes + " bytes, it has " + MachineMemory.available()
          + " left; tensors use " + LIVE.get());
    }
    LIVE.addAndGet(segment.byteSize());
  }

  /** Bytes of all blocks that are not released. */
  public static long liveBytes() {
    return LIVE.get();
  }

  long address() {
    return segment.address();
  }

  /** Keeps it until {@link #letGo}; false where it is released already. */
  boolean hold() {
    boolean live = runs.getAndIncrement() >= 0;
    if (!live) {
      runs.getAndDecrement();
    }
    return live;
  }

  void letGo() {
    runs.getAndDecrement();
  }

  MemorySegment segment() {
    return segment;
  }

  /** Copies values to the segment, row-major. */
  static void write(Values values, MemorySegment to) {
    MemorySegment from = switch (values.type().dtype()) {
      case F32 -> MemorySegment.ofArray(values.floats());
      case F64 -> MemorySegment.ofArray(values.doubles());
      case I32 -> MemorySegment.ofArray(values.ints());
      case I64 -> MemorySegment.ofArray(values.longs());
      case BOOL -> MemorySegment.ofArray(values.bytes());
    };
    MemorySegment.copy(from, 0, to, 0, from.byteSize());
  }

  /** Copies row-major values from the segment. */
  static void read(MemorySegment from, Values values) {
    int n = values.size();
    switch (values.type().dtype()) {
      case F32 -> MemorySegment.copy(from, ValueLayout.JAVA_FLOAT, 0, values.floats(), 0, n);
      case F64 -> MemorySegment.copy(from, ValueLayout.JAVA_DOUBLE, 0, values.doubles(), 0, n);
      case I32 -> MemorySegment.copy(from, ValueLayout.JAVA_INT, 0, values.ints(), 0, n);
      case I64 -> MemorySegment.copy(from, ValueLayout.JAVA_LONG, 0, values.longs(), 0, n);
      case BOOL -> MemorySegment.copy(from, ValueLayout.JAVA_BYTE, 0, values.bytes(), 0, n);
    }
  }

  /** Releases it, once. */
  @Override
  public void close() {
    int using = runs.compareAndExchange(0, Integer.MIN_VALUE);
    if (using == 0) {
      LIVE.addAndGet(-segment.byteSize());
      arena.close();
    } else if (using > 0) {
      throw new IllegalStateException("a run uses this memory: close it when the run has ended");
    }
  }
}
