package ansatz.backend.jvm.internal.optimize;

import ansatz.tensor.Primitive;
import ansatz.tensor.Shape;
import ansatz.tensor.Tensor;
import ansatz.tensor.primitive.Axes;
import ansatz.tensor.primitive.Reshape;
import ansatz.tensor.primitive.Slice;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A reshape that divides the one axis a slice cuts, at multiples of the new inner axes, is a slice of a reshape: heads of
 * a query, key or value that is a part of one product, for instance. So it stays a view.
 */
final class SliceRules implements Rule {
  @Override
  public Tensor rewrite(Primitive primitive, List<Tensor> operands, Maker maker) {
    return primitive instanceof Reshape(Shape shape) && operands.getFirst().node().primitive() instanceof Slice slice
        ? divided(shape, operands.getFirst(), slice, maker)
        : null;
  }

  private static Tensor divided(Shape shape, Tensor part, Slice slice, Maker maker) {
    Tensor whole = part.node().operand(0);
    int[] cut = IntStream.range(0, part.rank())
        .filter(axis -> part.shape().extent(axis) != whole.shape().extent(axis)).toArray();
    if (cut.length != 1 || slice.stride().stream().anyMatch(step -> step != 1)) {
      return null;
    }
    int axis = cut[0];
    long before = size(part.shape(), 0, axis);
    int first = 0;
    while (first < shape.rank() && (size(shape, 0, first) < before || shape.extent(first) == 1)) {
      first++;
    }
    int end = first;
    while (end < shape.rank() && size(shape, first, end) < part.shape().extent(axis)) {
      end++;
    }
    if (size(shape, 0, first) != before || size(shape, first, end) != part.shape().extent(axis) || end < first + 2) {
      return null;
    }
    int inner = Math.toIntExact(size(shape, first + 1, end));
    int start = slice.start().get(axis);
    if (start % inner != 0 || whole.shape().extent(axis) % inner != 0) {
      return null;
    }
    Shape divided = shape.with(first, whole.shape().extent(axis) / inner);
    int[] starts = new int[shape.rank()];
    int[] limits = divided.extents();
    starts[first] = start / inner;
    limits[first] = start / inner + shape.extent(first);
    return maker.make(new Slice(Axes.of(starts), Axes.of(limits), Axes.repeated(1, shape.rank())),
        maker.make(new Reshape(divided), whole));
  }

  private static long size(Shape shape, int from, int to) {
    return IntStream.range(from, to).mapToLong(shape::extent).reduce(1, Math::multiplyExact);
  }
}
