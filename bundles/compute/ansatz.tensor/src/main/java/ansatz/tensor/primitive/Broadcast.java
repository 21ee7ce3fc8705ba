package ansatz.tensor.primitive;

import java.util.List;

import ansatz.tensor.Evaluation;
import ansatz.tensor.Node;
import ansatz.tensor.Shape;
import ansatz.tensor.Tensor;
import ansatz.tensor.TensorType;
import ansatz.tensor.Values;

/** Elements repeated along axes of extent 1 and along further first axes, by numpy's rule. */
public record Broadcast(Shape shape) implements Linear {
  @Override
  public String parameters() {
    return shape.toString();
  }

  @Override
  public List<TensorType> infer(List<TensorType> operands) {
    TensorType x = operands.getFirst();
    if (!Shape.broadcast(x.shape(), shape).equals(shape)) {
      throw new IllegalArgumentException(x.shape() + " does not broadcast to " + shape);
    }
    return List.of(x.with(shape));
  }

  @Override
  public List<Values> evaluate(List<Values> operands, List<TensorType> results, Evaluation evaluation) {
    return List.of(Strided.gather(operands.getFirst(), results.getFirst(), 0, strides(operands.getFirst().shape())));
  }

  /** Strides of the operand along the axes of the result, 0 where elements are repeated. */
  public long[] strides(Shape operand) {
    long[] own = operand.strides();
    long[] strides = new long[shape.rank()];
    int added = shape.rank() - operand.rank();
    for (int axis = 0; axis < operand.rank(); axis++) {
      strides[added + axis] = operand.extent(axis) == 1 ? 0 : own[axis];
    }
    return strides;
  }

  @Override
  public Tensor transpose(Node node, int operand, List<Tensor> cotangents) {
    Shape from = node.operand(0).shape();
    int added = shape.rank() - from.rank();
    int[] repeated = java.util.stream.IntStream.range(0, shape.rank())
        .filter(axis -> axis < added || from.extent(axis - added) != shape.extent(axis)).toArray();
    return ReduceSum.of(cotangents.getFirst(), repeated).reshape(from);
  }

  @Override
  public List<Tensor> batch(List<Tensor> operands, boolean[] mapped, int size) {
    Tensor x = operands.getFirst();
    for (int axes = x.rank() - 1; axes < shape.rank(); axes++) {
      x = x.expand(1);
    }
    return List.of(x.broadcast(shape.insert(0, size)));
  }

  @Override
  public long flops(Node node) {
    return 0;
  }
}
