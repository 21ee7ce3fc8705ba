package ansatz.backend.jvm.internal.routine;

import ansatz.backend.jvm.internal.emit.Memory;
import ansatz.tensor.Node;
import ansatz.tensor.Shape;
import ansatz.tensor.primitive.Axes;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;

/**
 * Elements in another order of axes: planes of the two axes that are contiguous before and behind, in squares that stay
 * in the cache.
 */
final class Rearrangement implements Divided {
  /** Elements along a square's side. */
  private static final int SIDE = 16;

  /** An axis, with the distances of its elements in bytes. */
  private record Walk(int extent, long from, long to) {}

  private final int bytes;
  /** The axes around a plane, and the plane's: contiguous before, and behind. */
  private final Walk[] around;
  private final Walk before;
  private final Walk behind;
  private final Tasks tasks;

  Rearrangement(Node node, Axes order) {
    this.bytes = node.operand(0).dtype().bytes();
    Shape x = node.operand(0).shape();
    Shape y = node.types().getFirst().shape();
    long[] from = Region.strides(x.extents(), bytes);
    long[] to = Region.strides(y.extents(), bytes);
    List<Walk> walks = new ArrayList<>();
    for (int axis = 0; axis < y.rank(); axis++) {
      Walk next = new Walk(y.extent(axis), from[order.get(axis)], to[axis]);
      Walk last = walks.isEmpty() ? null : walks.getLast();
      if (last != null && last.from == next.from * next.extent) { // to is row-major anyway
        walks.set(walks.size() - 1, new Walk(last.extent * next.extent, next.from, next.to));
      } else if (next.extent > 1) {
        walks.add(next);
      }
    }
    this.behind = walks.isEmpty() ? new Walk(1, bytes, bytes) : walks.removeLast();
    Walk contiguous = walks.stream().filter(walk -> walk.from == bytes).findFirst().orElse(null);
    walks.remove(contiguous);
    this.before = contiguous == null ? new Walk(1, bytes, bytes) : contiguous;
    this.around = walks.toArray(Walk[]::new);
    long planes = walks.stream().mapToLong(Walk::extent).reduce(1, Math::multiplyExact);
    this.tasks = Tasks.of(Math.toIntExact(planes), 0.7 * before.extent * behind.extent);
  }

  @Override
  public Tasks division() {
    return tasks;
  }

  @Override
  public void run(long[] at, int task) {
    for (int plane = tasks.from(task); plane < tasks.from(task + 1); plane++) {
      long from = at[0];
      long to = at[1];
      int rest = plane;
      for (int i = around.length - 1; i >= 0; i--) {
        Walk walk = around[i];
        from += rest % walk.extent * walk.from;
        to += rest % walk.extent * walk.to;
        rest /= walk.extent;
      }
      plane(from, to);
    }
  }

  private void plane(long from, long to) {
    for (int i = 0; i < before.extent; i += SIDE) {
      for (int k = 0; k < behind.extent; k += SIDE) {
        square(from + i * before.from + k * behind.from, to + i * before.to + k * behind.to,
            Math.min(SIDE, before.extent - i), Math.min(SIDE, behind.extent - k));
      }
    }
  }

  private void square(long from, long to, int rows, int columns) {
    long step = behind.from;
    for (int i = 0; i < rows; i++) {
      long source = from + i * before.from;
      long target = to + i * before.to;
      if (bytes == Float.BYTES) {
        line(source, step, target, columns);
      } else {
        for (int k = 0; k < columns; k++) {
          Elements.copy(bytes, source + k * step, target + (long) k * bytes);
        }
      }
    }
  }

  /** Copies elements of 4 bytes, four at a time: a store right behind each load takes longer. */
  private static void line(long from, long step, long to, int count) {
    long source = from;
    long target = to;
    int k = 0;
    for (; k + 4 <= count; k += 4, source += 4 * step, target += 16) {
      int a = Memory.ALL.get(ValueLayout.JAVA_INT, source);
      int b = Memory.ALL.get(ValueLayout.JAVA_INT, source + step);
      int c = Memory.ALL.get(ValueLayout.JAVA_INT, source + 2 * step);
      int d = Memory.ALL.get(ValueLayout.JAVA_INT, source + 3 * step);
      Memory.ALL.set(ValueLayout.JAVA_INT, target, a);
      Memory.ALL.set(ValueLayout.JAVA_INT, target + 4, b);
      Memory.ALL.set(ValueLayout.JAVA_INT, target + 8, c);
      Memory.ALL.set(ValueLayout.JAVA_INT, target + 12, d);
    }
    for (; k < count; k++, source += step, target += 4) {
      Memory.ALL.set(ValueLayout.JAVA_INT, target, Memory.ALL.get(ValueLayout.JAVA_INT, source));
    }
  }
}
