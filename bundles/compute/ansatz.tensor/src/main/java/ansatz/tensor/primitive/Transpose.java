package ansatz.tensor.primitive;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

import ansatz.tensor.Evaluation;
import ansatz.tensor.Node;
import ansatz.tensor.Shape;
import ansatz.tensor.Tensor;
import ansatz.tensor.TensorType;
import ansatz.tensor.Values;

/** Axes in another order: axis i of the result is axis {@code order[i]} of the operand. */
public record Transpose(Axes order) implements Linear {
  public static Tensor of(Tensor x, int... order) {
    return Node.apply(new Transpose(Axes.of(order)), x);
  }

  @Override
  public String parameters() {
    return order.toString();
  }

  @Override
  public List<TensorType> infer(List<TensorType> operands) {
    TensorType x = operands.getFirst();
    if (!Arrays.equals(order.stream().sorted().toArray(), IntStream.range(0, x.rank()).toArray())) {
      throw new IllegalArgumentException(order + " is not an order of the axes of " + x);
    }
    return List.of(x.with(Shape.of(order.stream().map(x.shape()::extent).toArray())));
  }

  @Override
  public List<Values> evaluate(List<Values> operands, List<TensorType> results, Evaluation evaluation) {
    long[] strides = operands.getFirst().shape().strides();
    return List.of(Strided.gather(operands.getFirst(), results.getFirst(), 0,
        order.stream().mapToLong(axis -> strides[axis]).toArray()));
  }

  @Override
  public Tensor transpose(Node node, int operand, List<Tensor> cotangents) {
    return of(cotangents.getFirst(), order.inverse().toArray());
  }

  @Override
  public List<Tensor> batch(List<Tensor> operands, boolean[] mapped, int size) {
    return List.of(of(operands.getFirst(), order.shifted().insert(0, 0).toArray()));
  }

  @Override
  public long flops(Node node) {
    return 0;
  }
}
