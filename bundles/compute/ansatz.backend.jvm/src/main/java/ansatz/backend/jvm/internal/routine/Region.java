package ansatz.backend.jvm.internal.routine;

import ansatz.backend.jvm.internal.emit.Memory;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/** Elements at strides in one array and at others in another; strides and offsets in bytes. */
final class Region {
  private final int[] extents;
  private final long[] from;
  private final long[] to;
  private final int bytes;

  /** @param bytes of an element */
  Region(int[] extents, long[] from, long[] to, int bytes) {
    this.bytes = bytes;
    int[] joined = new int[extents.length];
    long[] fromJoined = new long[extents.length];
    long[] toJoined = new long[extents.length];
    int rank = 0;
    for (int axis = 0; axis < extents.length; axis++) {
      if (extents[axis] == 1) {
        continue;
      }
      boolean one = rank > 0 && fromJoined[rank - 1] == from[axis] * extents[axis]
          && toJoined[rank - 1] == to[axis] * extents[axis];
      rank = one ? rank : rank + 1;
      joined[rank - 1] = one ? joined[rank - 1] * extents[axis] : extents[axis];
      fromJoined[rank - 1] = from[axis];
      toJoined[rank - 1] = to[axis];
    }
    this.extents = Arrays.copyOf(joined, rank);
    this.from = Arrays.copyOf(fromJoined, rank);
    this.to = Arrays.copyOf(toJoined, rank);
  }

  /** Strides of a row-major array, in bytes. */
  static long[] strides(int[] extents, int bytes) {
    long[] strides = new long[extents.length];
    long stride = bytes;
    for (int axis = extents.length - 1; axis >= 0; axis--) {
      strides[axis] = stride;
      stride *= extents[axis];
    }
    return strides;
  }

  void copy(long source, long target) {
    copy(source, target, 0, pieces());
  }

  /** Pieces that it can be divided into. */
  int pieces() {
    return extents.length == 0 ? 1 : extents[0];
  }

  /** Copies some of the pieces. */
  void copy(long source, long target, int first, int end) {
    if (extents.length == 0) {
      Elements.copy(bytes, source, target);
    } else {
      copy(0, end - first, source + first * from[0], target + first * to[0]);
    }
  }

  private void copy(int axis, long source, long target) {
    copy(axis, extents[axis], source, target);
  }

  private void copy(int axis, int n, long source, long target) {
    if (axis + 1 < extents.length) {
      for (int i = 0; i < n; i++) {
        copy(axis + 1, source + i * from[axis], target + i * to[axis]);
      }
    } else if (from[axis] == bytes && to[axis] == bytes) {
      MemorySegment.copy(Memory.ALL, source, Memory.ALL, target, (long) n * bytes);
    } else {
      for (int i = 0; i < n; i++) {
        Elements.copy(bytes, source + i * from[axis], target + i * to[axis]);
      }
    }
  }
}
