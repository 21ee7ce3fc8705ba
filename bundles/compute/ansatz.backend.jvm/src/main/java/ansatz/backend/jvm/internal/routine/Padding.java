package ansatz.backend.jvm.internal.routine;

import ansatz.tensor.Node;
import ansatz.tensor.primitive.Pad;

/** Fills an array with one element, then copies what lies inside. */
final class Padding implements Routine {
  private final long size;
  private final int bytes;
  /** Null where nothing lies inside. */
  private final Region inside;
  private long from;
  private long to;

  Padding(Node node, Pad pad) {
    this.size = node.types().getFirst().size();
    this.bytes = node.operand(0).dtype().bytes();
    int[] extents = node.operand(0).shape().extents();
    int[] padded = node.types().getFirst().shape().extents();
    long[] fromStrides = Region.strides(extents, bytes);
    long[] toStrides = Region.strides(padded, bytes);
    boolean empty = false;
    for (int axis = 0; axis < extents.length; axis++) {
      int step = pad.interior().get(axis) + 1;
      int low = pad.low().get(axis);
      int first = Math.max(0, Math.ceilDiv(-low, step));
      int last = Math.min(extents[axis] - 1, Math.floorDiv(padded[axis] - 1 - low, step));
      from += first * fromStrides[axis];
      to += (low + (long) first * step) * toStrides[axis];
      toStrides[axis] *= step;
      extents[axis] = last - first + 1;
      empty |= last < first;
    }
    this.inside = empty ? null : new Region(extents, fromStrides, toStrides, bytes);
  }

  @Override
  public double nanos() {
    return 50 + size * bytes / 8.0;
  }

  @Override
  public void run(long[] at, int task) {
    for (long i = 0; i < size; i++) {
      Elements.copy(bytes, at[1], at[2] + i * bytes);
    }
    if (inside != null) {
      inside.copy(at[0] + from, at[2] + to);
    }
  }
}
