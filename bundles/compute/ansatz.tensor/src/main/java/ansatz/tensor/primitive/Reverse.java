package ansatz.tensor.primitive;

import java.util.List;

import ansatz.tensor.Evaluation;
import ansatz.tensor.Node;
import ansatz.tensor.Tensor;
import ansatz.tensor.TensorType;
import ansatz.tensor.Values;

/** The elements in the opposite order along some axes. */
public record Reverse(Axes axes) implements Linear {
  public static Tensor of(Tensor x, int... axes) {
    return axes.length == 0 ? x : Node.apply(new Reverse(Axes.of(x.shape().axes(axes))), x);
  }

  @Override
  public String parameters() {
    return axes.toString();
  }

  @Override
  public List<TensorType> infer(List<TensorType> operands) {
    operands.getFirst().shape().axes(axes.toArray());
    return operands;
  }

  @Override
  public List<Values> evaluate(List<Values> operands, List<TensorType> results, Evaluation evaluation) {
    Values x = operands.getFirst();
    if (x.size() == 0) {
      return operands;
    }
    long[] strides = x.shape().strides();
    long last = 0;
    for (int axis : axes.toArray()) {
      last += (x.shape().extent(axis) - 1) * strides[axis];
      strides[axis] = -strides[axis];
    }
    return List.of(Strided.gather(x, results.getFirst(), last, strides));
  }

  @Override
  public Tensor transpose(Node node, int operand, List<Tensor> cotangents) {
    return of(cotangents.getFirst(), axes.toArray());
  }

  @Override
  public List<Tensor> batch(List<Tensor> operands, boolean[] mapped, int size) {
    return List.of(of(operands.getFirst(), axes.shifted().toArray()));
  }

  @Override
  public long flops(Node node) {
    return 0;
  }
}
