package ansatz.backend.jvm.internal.routine;

import ansatz.tensor.Shape;

/**
 * The lines of an array along one axis: line l begins at element (l / stride) * length * stride + l % stride.
 *
 * @param count how many
 * @param length elements in a line
 * @param stride from one element of a line to the next
 */
record Lines(int count, int length, int stride) {
  static Lines of(Shape shape, int axis) {
    int stride = 1;
    for (int i = axis + 1; i < shape.rank(); i++) {
      stride *= shape.extent(i);
    }
    return new Lines(Math.toIntExact(shape.size() / shape.extent(axis)), shape.extent(axis), stride);
  }

  long start(int line) {
    return (long) (line / stride) * length * stride + line % stride;
  }
}
