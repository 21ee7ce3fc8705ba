package ansatz.tensor.primitive;

import java.util.Arrays;
import java.util.stream.IntStream;

/** A list of axes, or of other whole numbers along axes, as a parameter of a primitive: a value with equality. */
public final class Axes {
  private final int[] axes;

  private Axes(int[] axes) {
    this.axes = axes;
  }

  public static Axes of(int... axes) {
    return new Axes(axes.clone());
  }

  /** 0, 1, ..., count-1. */
  public static Axes first(int count) {
    int[] all = new int[count];
    for (int i = 0; i < count; i++) {
      all[i] = i;
    }
    return new Axes(all);
  }

  /** The same number once for each of {@code count} axes. */
  public static Axes repeated(int number, int count) {
    int[] all = new int[count];
    Arrays.fill(all, number);
    return new Axes(all);
  }

  /** Refuses lists that do not have a number for each of a tensor's axes. */
  static void requireRank(int rank, Axes... lists) {
    for (Axes list : lists) {
      if (list.size() != rank) {
        throw new IllegalArgumentException(list + " has to have a number for each of " + rank + " axes");
      }
    }
  }

  public int size() {
    return axes.length;
  }

  public int get(int i) {
    return axes[i];
  }

  public int[] toArray() {
    return axes.clone();
  }

  public IntStream stream() {
    return Arrays.stream(axes);
  }

  public boolean contains(int axis) {
    return indexOf(axis) >= 0;
  }

  /** Where an axis stands in the list, -1 where it does not. */
  public int indexOf(int axis) {
    for (int i = 0; i < axes.length; i++) {
      if (axes[i] == axis) {
        return i;
      }
    }
    return -1;
  }

  /** The axes as they are called once there is a further first axis. */
  public Axes shifted() {
    return new Axes(stream().map(axis -> axis + 1).toArray());
  }

  /** The list with one more number at a place. */
  public Axes insert(int place, int axis) {
    return new Axes(IntStream.rangeClosed(0, axes.length)
        .map(i -> i < place ? axes[i] : i == place ? axis : axes[i - 1]).toArray());
  }

  /** Of an order of all axes, the order that undoes it. */
  public Axes inverse() {
    int[] inverse = new int[axes.length];
    for (int i = 0; i < axes.length; i++) {
      inverse[axes[i]] = i;
    }
    return new Axes(inverse);
  }

  /** The axes of a tensor of the given rank that are not in the list, ascending. */
  public Axes others(int rank) {
    int[] others = new int[rank];
    int count = 0;
    for (int axis = 0; axis < rank; axis++) {
      if (!contains(axis)) {
        others[count++] = axis;
      }
    }
    return new Axes(Arrays.copyOf(others, count));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Axes o && Arrays.equals(axes, o.axes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(axes);
  }

  @Override
  public String toString() {
    return Arrays.toString(axes);
  }
}
