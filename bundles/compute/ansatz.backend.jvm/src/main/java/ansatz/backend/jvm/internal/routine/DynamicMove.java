package ansatz.backend.jvm.internal.routine;

import ansatz.backend.jvm.internal.emit.Memory;
import ansatz.tensor.Node;
import ansatz.tensor.Tensor;
import java.lang.foreign.MemorySegment;

/** A part of an array, taken from or put at a place that an operand says. */
final class DynamicMove implements Routine {
  private final boolean update;
  private final int[] room;
  private final long[] strides;
  private final Region part;
  private final long partBytes;
  private final long wholeBytes;

  private DynamicMove(Tensor whole, Tensor part, boolean update) {
    int bytes = whole.dtype().bytes();
    int[] extents = part.shape().extents();
    this.update = update;
    this.room = new int[extents.length];
    this.strides = Region.strides(whole.shape().extents(), bytes);
    long[] dense = Region.strides(extents, bytes);
    this.part = new Region(extents, update ? dense : strides, update ? strides : dense, bytes);
    this.partBytes = part.type().bytes();
    this.wholeBytes = whole.type().bytes();
    for (int axis = 0; axis < room.length; axis++) {
      room[axis] = whole.shape().extent(axis) - extents[axis];
    }
  }

  static DynamicMove slice(Node node) {
    return new DynamicMove(node.operand(0), node.result(0), false);
  }

  static DynamicMove update(Node node) {
    return new DynamicMove(node.operand(0), node.operand(1), true);
  }

  @Override
  public double nanos() {
    return 50 + (update ? partBytes + wholeBytes : partBytes) / 8.0;
  }

  @Override
  public void run(long[] at, int task) {
    long starts = at[update ? 2 : 1];
    long place = 0;
    for (int axis = 0; axis < room.length; axis++) {
      place += Math.clamp(Elements.getInt(starts + 4L * axis), 0, room[axis]) * strides[axis];
    }
    if (update) {
      if (at[0] != at[3]) {
        MemorySegment.copy(Memory.ALL, at[0], Memory.ALL, at[3], wholeBytes);
      }
      part.copy(at[1], at[3] + place);
    } else {
      part.copy(at[0] + place, at[2]);
    }
  }
}
