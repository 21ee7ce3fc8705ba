package ansatz.tensor.primitive;

import java.util.List;

import ansatz.tensor.Evaluation;
import ansatz.tensor.Node;
import ansatz.tensor.Shape;
import ansatz.tensor.Tensor;
import ansatz.tensor.TensorType;
import ansatz.tensor.Values;

/** The elements at start, start + stride, ... before limit, along each axis. */
public record Slice(Axes start, Axes limit, Axes stride) implements Linear {
  public static Tensor of(Tensor x, int[] start, int[] limit, int[] stride) {
    return Node.apply(new Slice(Axes.of(start), Axes.of(limit), Axes.of(stride)), x);
  }

  /** The elements from start to before limit along one axis, which may be negative. */
  public static Tensor of(Tensor x, int axis, int start, int limit) {
    int along = x.shape().axis(axis);
    int[] starts = new int[x.rank()];
    int[] limits = x.shape().extents();
    starts[along] = start;
    limits[along] = limit;
    return of(x, starts, limits, Axes.repeated(1, x.rank()).toArray());
  }

  @Override
  public String parameters() {
    return start + " to " + limit + (stride.stream().allMatch(s -> s == 1) ? "" : " by " + stride);
  }

  @Override
  public List<TensorType> infer(List<TensorType> operands) {
    Shape x = operands.getFirst().shape();
    int[] extents = new int[x.rank()];
    Axes.requireRank(x.rank(), start, limit, stride);
    for (int axis = 0; axis < extents.length; axis++) {
      int from = start.get(axis);
      int to = limit.get(axis);
      if (from < 0 || from > to || to > x.extent(axis) || stride.get(axis) < 1) {
        throw new IllegalArgumentException(
            "along axis " + axis + " there are 0 to " + x.extent(axis) + ", not " + from + " to " + to
                + (stride.get(axis) < 1 ? "; a stride is at least 1, not " + stride.get(axis) : ""));
      }
      extents[axis] = (to - from + stride.get(axis) - 1) / stride.get(axis);
    }
    return List.of(operands.getFirst().with(Shape.of(extents)));
  }

  @Override
  public List<Values> evaluate(List<Values> operands, List<TensorType> results, Evaluation evaluation) {
    long[] strides = operands.getFirst().shape().strides();
    long first = 0;
    for (int axis = 0; axis < strides.length; axis++) {
      first += start.get(axis) * strides[axis];
      strides[axis] *= stride.get(axis);
    }
    return List.of(Strided.gather(operands.getFirst(), results.getFirst(), first, strides));
  }

  @Override
  public Tensor transpose(Node node, int operand, List<Tensor> cotangents) {
    Shape from = node.operand(0).shape();
    Shape to = node.types().getFirst().shape();
    int[] high = new int[from.rank()];
    int[] interior = new int[from.rank()];
    for (int axis = 0; axis < high.length; axis++) {
      interior[axis] = stride.get(axis) - 1;
      int reach = to.extent(axis) == 0 ? 0 : (to.extent(axis) - 1) * stride.get(axis) + 1;
      high[axis] = from.extent(axis) - start.get(axis) - reach;
    }
    return Pad.of(cotangents.getFirst(), start.toArray(), high, interior);
  }

  @Override
  public List<Tensor> batch(List<Tensor> operands, boolean[] mapped, int size) {
    return List.of(Node.apply(new Slice(start.insert(0, 0), limit.insert(0, size), stride.insert(0, 1)),
        operands.getFirst()));
  }

  @Override
  public long flops(Node node) {
    return 0;
  }
}
