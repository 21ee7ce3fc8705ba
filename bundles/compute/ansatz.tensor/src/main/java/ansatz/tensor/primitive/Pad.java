package ansatz.tensor.primitive;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

import ansatz.tensor.DType;
import ansatz.tensor.Evaluation;
import ansatz.tensor.Node;
import ansatz.tensor.Primitive;
import ansatz.tensor.Shape;
import ansatz.tensor.Tensor;
import ansatz.tensor.TensorType;
import ansatz.tensor.Values;

/**
 * The first operand with copies of the second, a scalar, around it: {@code low} before, {@code high} after and
 * {@code interior} between the elements of each axis. A negative low or high cuts elements off.
 */
public record Pad(Axes low, Axes high, Axes interior) implements Primitive {
  /** Padding with zeros. */
  public static Tensor of(Tensor x, int[] low, int[] high, int[] interior) {
    return Node.apply(new Pad(Axes.of(low), Axes.of(high), Axes.of(interior)), x, Tensor.scalar(x.dtype(), 0));
  }

  @Override
  public String parameters() {
    return low + " and " + high + (interior.stream().allMatch(i -> i == 0) ? "" : ", between " + interior);
  }

  @Override
  public List<TensorType> infer(List<TensorType> operands) {
    TensorType x = operands.getFirst();
    if (!operands.get(1).equals(x.with(Shape.SCALAR))) {
      throw new IllegalArgumentException("the value to pad with is " + operands.get(1) + ", it has to be "
          + x.with(Shape.SCALAR));
    }
    Axes.requireRank(x.rank(), low, high, interior);
    int[] extents = new int[x.rank()];
    for (int axis = 0; axis < extents.length; axis++) {
      int n = x.shape().extent(axis);
      if (interior.get(axis) < 0) {
        throw new IllegalArgumentException("negative padding " + interior + " between elements");
      }
      extents[axis] = low.get(axis) + high.get(axis) + n + Math.max(0, n - 1) * interior.get(axis);
      if (extents[axis] < 0) {
        throw new IllegalArgumentException(
            "axis " + axis + " of " + x.shape() + " would be " + extents[axis] + " long");
      }
    }
    return List.of(x.with(Shape.of(extents)));
  }

  @Override
  public List<Values> evaluate(List<Values> operands, List<TensorType> results, Evaluation evaluation) {
    Values x = operands.getFirst();
    Values y = Values.zeros(results.getFirst());
    for (int i = 0; i < y.size(); i++) {
      y.copy(operands.get(1), 0, i, 1);
    }
    long[] strides = y.shape().strides();
    int[] index = new int[low.size()];
    for (int element = 0; element < x.size(); element++) {
      long place = 0;
      boolean inside = true;
      for (int axis = 0; axis < index.length; axis++) {
        int at = low.get(axis) + index[axis] * (interior.get(axis) + 1);
        inside &= at >= 0 && at < y.shape().extent(axis);
        place += at * strides[axis];
      }
      if (inside) {
        y.copy(x, element, (int) place, 1);
      }
      Strided.next(index, x.shape());
    }
    return List.of(y);
  }

  @Override
  public List<Tensor> jvp(Node node, List<Tensor> tangents) {
    Tensor x = tangents.get(0) == null ? Tensor.zeros(node.operand(0).type()) : tangents.get(0);
    Tensor value = tangents.get(1) == null ? Tensor.scalar(x.dtype(), 0) : tangents.get(1);
    return List.of(Node.apply(this, x, value));
  }

  @Override
  public Tensor transpose(Node node, int operand, List<Tensor> cotangents) {
    Tensor ct = cotangents.getFirst();
    if (operand == 0) {
      return undo(ct, node.operand(0).shape());
    }
    Tensor inside = Node.apply(this, Tensor.zeros(DType.BOOL, node.operand(0).shape().extents()),
        Tensor.of(Values.of(new boolean[] {true}, Shape.SCALAR)));
    return inside.select(ct, Tensor.zeros(ct.type())).sum();
  }

  /** What padding put the elements of x at: cut by negative padding, then every (interior + 1)-th. */
  private Tensor undo(Tensor y, Shape x) {
    int rank = low.size();
    int[] none = new int[rank];
    int[] before = low.stream().map(n -> Math.max(0, -n)).toArray();
    int[] after = high.stream().map(n -> Math.max(0, -n)).toArray();
    Tensor whole = Arrays.equals(before, none) && Arrays.equals(after, none) ? y : of(y, before, after, none);
    int[] start = low.stream().map(n -> Math.max(0, n)).toArray();
    int[] stride = interior.stream().map(n -> n + 1).toArray();
    int[] limit = IntStream.range(0, rank)
        .map(i -> x.extent(i) == 0 ? start[i] : start[i] + (x.extent(i) - 1) * stride[i] + 1).toArray();
    return Slice.of(whole, start, limit, stride);
  }

  @Override
  public List<Tensor> batch(List<Tensor> operands, boolean[] mapped, int size) {
    Tensor x = mapped[0]
        ? operands.getFirst()
        : operands.getFirst().expand(0).broadcast(operands.getFirst().shape().insert(0, size));
    Pad wider = new Pad(low.insert(0, 0), high.insert(0, 0), interior.insert(0, 0));
    if (!mapped[1]) {
      return List.of(Node.apply(wider, x, operands.get(1)));
    }
    Tensor inside = Node.apply(wider, Tensor.ones(DType.BOOL, x.shape().extents()), Tensor.scalar(DType.BOOL, 0));
    int[] column = Axes.repeated(1, x.rank()).toArray();
    column[0] = size;
    return List.of(inside.select(Node.apply(wider, x, Tensor.scalar(x.dtype(), 0)), operands.get(1).reshape(column)));
  }

  @Override
  public long flops(Node node) {
    return 0;
  }
}
