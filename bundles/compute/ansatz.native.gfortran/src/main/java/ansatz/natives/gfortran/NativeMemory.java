package ansatz.natives.gfortran;

import java.lang.foreign.MemorySegment;

/**
 * Checks what a native routine is given, because it checks nothing itself and a wrong address kills the process.
 *
 * <p>Routines take addresses rather than segments: a segment of a shared arena is locked for each call by an atomic
 * operation, for which callers on several threads compete. So the caller has to keep the arena open until the call
 * returns. Cost: some 2 ns, no allocation.
 */
public final class NativeMemory {
  private NativeMemory() {}

  /**
   * The address of an operand that is read.
   *
   * @param name of the operand, for the message
   * @param offset where it begins, in bytes
   * @param bytes its extent
   * @throws IllegalArgumentException when the segment is on the heap, closed or another thread's, or ends before
   */
  public static long input(String name, MemorySegment segment, long offset, long bytes) {
    if (!segment.isNative() || offset < 0 || bytes < 0 || offset > segment.byteSize() - bytes
        || !segment.scope().isAlive() || !segment.isAccessibleBy(Thread.currentThread())) {
      throw refused(name, segment, offset, bytes);
    }
    return segment.address() + offset;
  }

  /** The same for an operand that is written: the segment must not be read-only. */
  public static long output(String name, MemorySegment segment, long offset, long bytes) {
    if (segment.isReadOnly()) {
      throw new IllegalArgumentException(name + ": the segment is read-only");
    }
    return input(name, segment, offset, bytes);
  }

  private static IllegalArgumentException refused(String name, MemorySegment segment, long offset, long bytes) {
    if (!segment.isNative()) {
      return new IllegalArgumentException(name + ": lies on the heap, a native segment is needed");
    }
    if (!segment.scope().isAlive()) {
      return new IllegalArgumentException(name + ": its arena is closed");
    }
    if (!segment.isAccessibleBy(Thread.currentThread())) {
      return new IllegalArgumentException(name + ": belongs to another thread, a shared arena is needed");
    }
    return new IllegalArgumentException(
        name + ": needs " + bytes + " bytes from byte " + offset + ", the segment has " + segment.byteSize());
  }
}
