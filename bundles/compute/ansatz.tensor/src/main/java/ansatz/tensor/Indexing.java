package ansatz.tensor;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

import ansatz.tensor.primitive.Argsort;
import ansatz.tensor.primitive.Gather;
import ansatz.tensor.primitive.Pad;
import ansatz.tensor.primitive.Reverse;
import ansatz.tensor.primitive.Slice;
import ansatz.tensor.primitive.TopkIndex;

/** Parts of a tensor and its elements in other places, as numpy users look for them. */
sealed interface Indexing permits Tensor {
  private Tensor self() {
    return (Tensor) this;
  }

  /**
   * numpy's index: {@code x.slice("1:3, ::2, -1")} takes rows 1 and 2, every other column and the last plane, whose axis
   * goes. {@code start:limit:step} with any part left out, a whole number, {@code ...} for axes in between,
   * {@code None} for a new axis. Axes not mentioned stay whole.
   */
  default Tensor slice(String subscript) {
    return Subscript.of(subscript).apply(self());
  }

  /** A copy in which the elements at an index, as {@link #slice(String)} takes them, are others, which broadcast. */
  default Tensor set(String subscript, Tensor values) {
    return Subscript.of(subscript).replace(self(), values);
  }

  /** The elements from start to before limit along an axis. */
  default Tensor slice(int axis, int start, int limit) {
    return Slice.of(self(), axis, start, limit);
  }

  /** The part at a number along an axis, which goes; -1 is the last. */
  default Tensor at(int axis, int number) {
    int n = self().shape().extent(axis);
    if (number < -n || number >= n) {
      throw new Refused(
          "axis " + axis + " of " + self().type() + " has 0 to " + (n - 1) + ", not " + number);
    }
    int start = number < 0 ? number + n : number;
    return slice(axis, start, start + 1).squeeze(axis);
  }

  /** The parts with these numbers along an axis, which the index's axes replace; 0 where the number is outside. */
  default Tensor take(Tensor index, int axis) {
    Tensor x = self();
    int along = x.shape().axis(axis);
    Tensor rows = Gather.of(x.moveAxis(along, 0), index, 0); // [I..., axes before, axes after]
    int[] order = new int[rows.rank()];
    for (int i = 0; i < order.length; i++) {
      boolean before = i < along;
      order[i] = before ? index.rank() + i : i < along + index.rank() ? i - along : i;
    }
    return rows.transpose(order);
  }

  /** The elements with these numbers along an axis: an index for each place, its other axes are those of x. */
  default Tensor takeAlong(Tensor index, int axis) {
    Tensor lines = self().moveAxis(axis, -1);
    return Gather.of(lines, index.moveAxis(axis, -1), lines.rank() - 1).moveAxis(-1, self().shape().axis(axis));
  }

  /** The order that sorts along an axis, i32; equal elements stay in order, NaN is greatest. */
  default Tensor argsort(int axis) {
    return Argsort.of(self(), axis, false);
  }

  /** The elements along an axis in ascending order, NaN last. */
  default Tensor sort(int axis) {
    return takeAlong(argsort(axis), axis);
  }

  /** The k greatest elements along the last axis, greatest first, and where they stand, i32. */
  default TopK topk(int k) {
    Tensor index = TopkIndex.of(self(), k);
    return new TopK(takeAlong(index, -1), index);
  }

  /** The elements in the opposite order along the axes. */
  default Tensor flip(int... axes) {
    return Reverse.of(self(), axes);
  }

  /** The elements moved on along an axis; those that fall off the end come in at the start. */
  default Tensor roll(int shift, int axis) {
    int n = self().shape().extent(axis);
    int cut = n == 0 ? 0 : n - Math.floorMod(shift, n);
    return cut == n || n == 0 ? self() : Tensor.concat(axis, slice(axis, cut, n), slice(axis, 0, cut));
  }

  /** The last two axes' elements up to the diagonal, zeros above; of the k-th diagonal above where k is given. */
  default Tensor tril(int... k) {
    return triangle(true, k.length == 0 ? 0 : k[0]);
  }

  /** The last two axes' elements from the diagonal on, zeros below; of the k-th diagonal above where k is given. */
  default Tensor triu(int... k) {
    return triangle(false, k.length == 0 ? 0 : k[0]);
  }

  private Tensor triangle(boolean lower, int k) {
    Tensor x = self();
    Tensor row = Tensor.arange(DType.I32, x.shape().extent(-2)).expand(1).add(k);
    Tensor column = Tensor.arange(DType.I32, x.shape().extent(-1)).expand(0);
    return (lower ? row.ge(column) : row.le(column)).select(x, Tensor.zeros(x.dtype()));
  }

  /** The diagonal of the last two axes. */
  default Tensor diagonal() {
    Shape shape = self().shape();
    int step = shape.extent(-1) + 1;
    int length = Math.min(shape.extent(-2), shape.extent(-1));
    Tensor flat = self().reshape(shape.without(-1).with(-1, shape.extent(-2) * shape.extent(-1)));
    int[] limit = flat.shape().extents();
    int[] stride = new int[limit.length];
    Arrays.fill(stride, 1);
    limit[limit.length - 1] = length == 0 ? 0 : (length - 1) * step + 1;
    stride[limit.length - 1] = step;
    return Slice.of(flat, new int[limit.length], limit, stride);
  }

  /** A value around the elements: so many before and after along each axis; negative cuts off. */
  default Tensor pad(int[] before, int[] after, double value) {
    return Node.apply(new Pad(ansatz.tensor.primitive.Axes.of(before), ansatz.tensor.primitive.Axes.of(after),
        ansatz.tensor.primitive.Axes.repeated(0, before.length)), self(), Tensor.scalar(self().dtype(), value));
  }

  /** The parts of these lengths along an axis. */
  default List<Tensor> split(int axis, int... lengths) {
    if (IntStream.of(lengths).sum() != self().shape().extent(axis)) {
      throw new Refused("parts " + Arrays.toString(lengths) + " do not make up axis " + axis + " of "
          + self().type());
    }
    List<Tensor> parts = new ArrayList<>();
    int start = 0;
    for (int length : lengths) {
      parts.add(slice(axis, start, start + length));
      start += length;
    }
    return parts;
  }

  /** Of whole numbers, a further last axis with 1 at the number and 0 elsewhere. */
  default Tensor oneHot(int count, DType dtype) {
    return self().expand(-1).eq(Tensor.arange(self().dtype(), count)).to(dtype);
  }
}
