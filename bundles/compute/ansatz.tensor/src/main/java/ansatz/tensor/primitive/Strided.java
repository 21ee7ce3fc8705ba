package ansatz.tensor.primitive;

import ansatz.tensor.Shape;
import ansatz.tensor.TensorType;
import ansatz.tensor.Values;

/** Plain loops over elements that lie at regular distances. */
final class Strided {
  private Strided() {}

  /** What is done with an element: its row-major number and the place that the strides lead to. */
  @FunctionalInterface
  interface Visitor {
    void visit(int element, int place);
  }

  /** Visits the elements of a shape in row-major order, with the place start + sum_i index_i strides_i. */
  static void visit(Shape shape, long start, long[] strides, Visitor visitor) {
    int n = Math.toIntExact(shape.size());
    int[] index = new int[shape.rank()];
    long place = start;
    for (int element = 0; element < n; element++) {
      visitor.visit(element, (int) place);
      for (int axis = index.length - 1; axis >= 0; axis--) {
        place += strides[axis];
        if (++index[axis] < shape.extent(axis)) {
          break;
        }
        place -= strides[axis] * index[axis];
        index[axis] = 0;
      }
    }
  }

  /** Moves an index on to the next element in row-major order; past the last one it is the first again. */
  static void next(int[] index, Shape shape) {
    for (int axis = index.length - 1; axis >= 0 && ++index[axis] == shape.extent(axis); axis--) {
      index[axis] = 0;
    }
  }

  /** What is done with the elements along an axis: at start, start + stride, ... */
  @FunctionalInterface
  interface Line {
    void visit(int start, int stride);
  }

  /** Visits all lines along an axis, in the row-major order of the other axes. */
  static void lines(Shape shape, int axis, Line line) {
    long[] strides = shape.strides();
    int along = (int) strides[axis];
    long[] others = new long[shape.rank() - 1];
    for (int i = 0; i < others.length; i++) {
      others[i] = strides[i < axis ? i : i + 1];
    }
    visit(shape.without(axis), 0, others, (_, place) -> line.visit(place, along));
  }

  /** The elements of x at these places, row-major. */
  static Values gather(Values x, TensorType type, long start, long[] strides) {
    Values y = Values.zeros(type);
    visit(type.shape(), start, strides, (element, place) -> y.copy(x, place, element, 1));
    return y;
  }
}
