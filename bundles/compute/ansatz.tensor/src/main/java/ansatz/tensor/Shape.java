package ansatz.tensor;

import java.util.Arrays;
import java.util.stream.Collectors;

/** The extents of a tensor; empty for a scalar. */
public final class Shape {
  public static final Shape SCALAR = new Shape();

  private final int[] extents;

  private Shape(int... extents) {
    this.extents = extents;
  }

  public static Shape of(int... extents) {
    for (int extent : extents) {
      if (extent < 0) {
        throw new Refused("shape " + Arrays.toString(extents) + " has a negative extent");
      }
    }
    return extents.length == 0 ? SCALAR : new Shape(extents.clone());
  }

  public int rank() {
    return extents.length;
  }

  /** The extent of an axis; -1 is the last one. */
  public int extent(int axis) {
    return extents[axis(axis)];
  }

  public int[] extents() {
    return extents.clone();
  }

  /** The number of elements. */
  public long size() {
    long size = 1;
    boolean fits = true;
    for (int extent : extents) {
      fits &= Math.multiplyHigh(size, extent) == 0 && size * extent >= 0;
      size *= extent;
    }
    if (!fits && Arrays.stream(extents).noneMatch(n -> n == 0)) {
      throw new Refused("shape " + this + " has more elements than can be counted, 2^63 or more");
    }
    return size;
  }

  /** The axis counted from the front; -1 is the last one. */
  public int axis(int axis) {
    if (axis < -rank() || axis >= rank()) {
      throw new Refused("axis " + axis + " does not exist in shape " + this + ": "
          + (rank() == 0 ? "a scalar has none" : "it has " + -rank() + " to " + (rank() - 1)));
    }
    return axis < 0 ? axis + rank() : axis;
  }

  /** Axes counted from the front, each at most once, ascending. */
  public int[] axes(int... axes) {
    int[] sorted = new int[axes.length];
    for (int i = 0; i < axes.length; i++) {
      sorted[i] = axis(axes[i]);
    }
    Arrays.sort(sorted);
    for (int i = 1; i < sorted.length; i++) {
      if (sorted[i] == sorted[i - 1]) {
        throw new Refused("axis " + sorted[i] + " is named twice in " + Arrays.toString(axes));
      }
    }
    return sorted;
  }

  /** Row-major strides in elements. */
  public long[] strides() {
    long[] strides = new long[rank()];
    long stride = 1;
    for (int axis = rank() - 1; axis >= 0; axis--) {
      strides[axis] = stride;
      stride *= extents[axis];
    }
    return strides;
  }

  /** The shape with another extent at an axis. */
  public Shape with(int axis, int extent) {
    int[] changed = extents.clone();
    changed[axis(axis)] = extent;
    return of(changed);
  }

  /** The shape with an axis more, before the given one. */
  public Shape insert(int axis, int extent) {
    if (axis < 0 || axis > rank()) {
      throw new Refused(
          "there is no place " + axis + " for a further axis in shape " + this + ": it has 0 to " + rank());
    }
    int[] longer = new int[rank() + 1];
    System.arraycopy(extents, 0, longer, 0, axis);
    longer[axis] = extent;
    System.arraycopy(extents, axis, longer, axis + 1, rank() - axis);
    return of(longer);
  }

  /** The shape without some axes. */
  public Shape without(int... axes) {
    boolean[] dropped = new boolean[rank()];
    for (int axis : axes) {
      dropped[axis(axis)] = true;
    }
    int[] kept = new int[rank()];
    int count = 0;
    for (int axis = 0; axis < kept.length; axis++) {
      if (!dropped[axis]) {
        kept[count++] = extents[axis];
      }
    }
    return of(Arrays.copyOf(kept, count));
  }

  /** The shape that both broadcast to, by numpy's rule: aligned at the last axis, equal extents or 1. */
  public static Shape broadcast(Shape a, Shape b) {
    int rank = Math.max(a.rank(), b.rank());
    int[] extents = new int[rank];
    for (int i = 1; i <= rank; i++) {
      int m = i <= a.rank() ? a.extents[a.rank() - i] : 1;
      int n = i <= b.rank() ? b.extents[b.rank() - i] : 1;
      if (m != n && m != 1 && n != 1) {
        throw new Refused("shapes " + a + " and " + b + " do not broadcast: " + m + " meets " + n);
      }
      extents[rank - i] = m == 1 ? n : m;
    }
    return of(extents);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Shape o && Arrays.equals(extents, o.extents);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(extents);
  }

  @Override
  public String toString() {
    return Arrays.stream(extents).mapToObj(Integer::toString).collect(Collectors.joining(",", "[", "]"));
  }
}
