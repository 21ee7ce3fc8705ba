package ansatz.tensor.primitive;

import java.util.stream.IntStream;

import ansatz.tensor.Shape;

/**
 * How windows move over the last axes of a tensor. Along each axis the base is first dilated (baseDilation - 1 gaps
 * between elements) and padded (low before, high after; negative cuts off); the window has {@code size} elements
 * windowDilation apart and moves by {@code stride}.
 *
 * <p>$$ \mathrm{base}\; i \cdot \mathrm{baseDilation} + \mathrm{low} \;\leftrightarrow\; \mathrm{output}\; o \cdot
 * \mathrm{stride} + k \cdot \mathrm{windowDilation} $$
 */
public record Window(Axes size, Axes stride, Axes baseDilation, Axes windowDilation, Axes low, Axes high) {
  public Window {
    Axes.requireRank(size.size(), stride, baseDilation, windowDilation, low, high);
    for (int axis = 0; axis < size.size(); axis++) {
      if (stride.get(axis) < 1 || baseDilation.get(axis) < 1 || windowDilation.get(axis) < 1 || size.get(axis) < 0) {
        throw new IllegalArgumentException("strides " + stride + " and dilations " + baseDilation + ", "
            + windowDilation + " have to be at least 1, sizes " + size + " at least 0");
      }
    }
  }

  /** Windows without dilation. */
  public static Window of(int[] size, int[] stride, int[] low, int[] high) {
    Axes ones = Axes.repeated(1, size.length);
    return new Window(Axes.of(size), Axes.of(stride), ones, ones, Axes.of(low), Axes.of(high));
  }

  /** The number of windowed axes. */
  public int rank() {
    return size.size();
  }

  /** What n elements reach over once they are a number apart. */
  static int reach(int n, int dilation) {
    return n == 0 ? 0 : (n - 1) * dilation + 1;
  }

  /** How many windows there are along an axis with n elements. */
  public int outputs(int axis, int n) {
    int base = reach(n, baseDilation.get(axis)) + low.get(axis) + high.get(axis);
    int window = reach(size.get(axis), windowDilation.get(axis));
    return base < window ? 0 : (base - window) / stride.get(axis) + 1;
  }

  /** The padding after n elements with which there are exactly so many windows. */
  static int high(int outputs, int stride, int window, int base, int low) {
    return (outputs == 0 ? -1 : (outputs - 1) * stride) + window - base - low;
  }

  /** The shape with the windowed axes, the last ones, replaced by the number of windows along them. */
  public Shape outputs(Shape x) {
    if (x.rank() < rank()) {
      throw new IllegalArgumentException("windows move over " + rank() + " axes, " + x + " has " + x.rank());
    }
    int[] extents = x.extents();
    int leading = extents.length - rank();
    for (int axis = 0; axis < rank(); axis++) {
      extents[leading + axis] = outputs(axis, extents[leading + axis]);
    }
    return Shape.of(extents);
  }

  /** The windows that lead from outputs back to the base [n...]: strides and dilations change places. */
  Window transposed(int... n) {
    int[] before = new int[rank()];
    int[] after = new int[rank()];
    for (int axis = 0; axis < before.length; axis++) {
      int reach = reach(size.get(axis), windowDilation.get(axis));
      before[axis] = (size.get(axis) - 1) * windowDilation.get(axis) - low.get(axis);
      after[axis] = high(n[axis], baseDilation.get(axis), reach,
          reach(outputs(axis, n[axis]), stride.get(axis)), before[axis]);
    }
    return new Window(size, baseDilation, stride, windowDilation, Axes.of(before), Axes.of(after));
  }

  /** What is done with an element of a window. */
  @FunctionalInterface
  public interface Visitor {
    void visit(int output, int base, int inWindow);
  }

  /**
   * Visits the base's elements under each window: outputs row-major, then the window's elements row-major; all places
   * are row-major numbers within the windowed axes.
   */
  public void visit(int[] base, Visitor visitor) {
    int[] outputs = IntStream.range(0, rank()).map(axis -> outputs(axis, base[axis])).toArray();
    Shape to = Shape.of(outputs);
    Shape window = Shape.of(size.toArray());
    int windows = Math.toIntExact(to.size());
    int elements = Math.toIntExact(window.size());
    int[] o = new int[rank()];
    for (int output = 0; output < windows; output++) {
      int[] k = new int[rank()];
      for (int element = 0; element < elements; element++) {
        int place = place(base, o, k);
        if (place >= 0) {
          visitor.visit(output, place, element);
        }
        Strided.next(k, window);
      }
      Strided.next(o, to);
    }
  }

  /** The base's element under element k of window o; -1 where there is none. */
  private int place(int[] base, int[] o, int[] k) {
    int place = 0;
    for (int axis = 0; axis < base.length; axis++) {
      int at = o[axis] * stride.get(axis) + k[axis] * windowDilation.get(axis) - low.get(axis);
      int i = Math.floorDiv(at, baseDilation.get(axis));
      if (i * baseDilation.get(axis) != at || i < 0 || i >= base[axis]) {
        return -1;
      }
      place = place * base[axis] + i;
    }
    return place;
  }

  @Override
  public String toString() {
    boolean dilated = !baseDilation.equals(Axes.repeated(1, rank()))
        || !windowDilation.equals(Axes.repeated(1, rank()));
    return size + " by " + stride + ", padded " + low + " and " + high
        + (dilated ? ", dilated " + baseDilation + " and " + windowDilation : "");
  }
}
