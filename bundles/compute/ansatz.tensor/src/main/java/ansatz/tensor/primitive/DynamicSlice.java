package ansatz.tensor.primitive;

import java.util.List;

import ansatz.tensor.DType;
import ansatz.tensor.Evaluation;
import ansatz.tensor.Node;
import ansatz.tensor.Shape;
import ansatz.tensor.Tensor;
import ansatz.tensor.TensorType;
import ansatz.tensor.Values;

/**
 * A part of fixed size at a place that is known only when the program runs: x, start i32 [rank of x]. The start is moved
 * so that the part lies inside.
 */
public record DynamicSlice(Axes sizes) implements Linear {
  /** The part of these sizes from start i32 [rank of x] on. */
  public static Tensor of(Tensor x, Tensor start, int... sizes) {
    return Node.apply(new DynamicSlice(Axes.of(sizes)), x, start);
  }

  @Override
  public String parameters() {
    return sizes.toString();
  }

  @Override
  public List<TensorType> infer(List<TensorType> operands) {
    TensorType x = operands.getFirst();
    requireStart(x, operands.get(1));
    Shape part = Shape.of(sizes.toArray());
    requireInside(x.shape(), part);
    return List.of(x.with(part));
  }

  static void requireStart(TensorType x, TensorType start) {
    if (!start.equals(TensorType.of(DType.I32, x.rank()))) {
      throw new IllegalArgumentException("the start is " + start + ", it has to be i32[" + x.rank() + "]");
    }
  }

  static void requireInside(Shape x, Shape part) {
    boolean fits = part.rank() == x.rank();
    for (int axis = 0; fits && axis < x.rank(); axis++) {
      fits = part.extent(axis) <= x.extent(axis);
    }
    if (!fits) {
      throw new IllegalArgumentException("a part " + part + " does not fit into " + x);
    }
  }

  @Override
  public List<Values> evaluate(List<Values> operands, List<TensorType> results, Evaluation evaluation) {
    Values x = operands.getFirst();
    return List.of(Strided.gather(x, results.getFirst(), place(x.shape(), results.getFirst().shape(), operands.get(1)),
        x.shape().strides()));
  }

  /** Where the part begins. */
  static long place(Shape x, Shape part, Values start) {
    long[] strides = x.strides();
    long place = 0;
    for (int axis = 0; axis < strides.length; axis++) {
      place += Math.clamp(start.getLong(axis), 0, x.extent(axis) - part.extent(axis)) * strides[axis];
    }
    return place;
  }

  @Override
  public Tensor transpose(Node node, int operand, List<Tensor> cotangents) {
    return DynamicUpdateSlice.of(Tensor.zeros(node.operand(0).type()), cotangents.getFirst(), node.operand(1));
  }

  @Override
  public List<Tensor> batch(List<Tensor> operands, boolean[] mapped, int size) {
    Tensor x = operands.getFirst();
    if (!mapped[1]) {
      Tensor start = Concat.of(0, List.of(Tensor.zeros(DType.I32, 1), operands.get(1)));
      return List.of(of(x, start, sizes.insert(0, size).toArray()));
    }
    Shape from = mapped[0] ? x.shape().without(0) : x.shape();
    Tensor places = places(from, Shape.of(sizes.toArray()), operands.get(1), size);
    return List.of(mapped[0]
        ? Gather.of(x.reshape(size, Math.toIntExact(from.size())), places, 1)
        : Gather.of(x.reshape(Math.toIntExact(from.size())), places, 0));
  }

  /** Row-major places [size, part...] in x of the elements of parts that begin at start [size, rank]. */
  static Tensor places(Shape x, Shape part, Tensor start, int size) {
    long[] strides = x.strides();
    Tensor places = Tensor.zeros(DType.I32, size).reshape(Axes.repeated(1, x.rank()).insert(0, size).toArray());
    for (int axis = 0; axis < x.rank(); axis++) {
      Tensor first = Slice.of(start, 1, axis, axis + 1).max(Tensor.scalar(DType.I32, 0))
          .min(Tensor.scalar(DType.I32, x.extent(axis) - part.extent(axis)));
      int[] column = Axes.repeated(1, x.rank() + 1).toArray();
      column[0] = size;
      int[] row = Axes.repeated(1, x.rank() + 1).toArray();
      row[axis + 1] = part.extent(axis);
      Tensor along = first.reshape(column).add(Tensor.arange(DType.I32, part.extent(axis)).reshape(row));
      places = places.add(along.mul(strides[axis]));
    }
    return places;
  }

  @Override
  public long flops(Node node) {
    return 0;
  }
}
