package ansatz.tensor.primitive;

import java.util.List;

import ansatz.tensor.Evaluation;
import ansatz.tensor.Node;
import ansatz.tensor.Shape;
import ansatz.tensor.Tensor;
import ansatz.tensor.TensorType;
import ansatz.tensor.Values;

/** The same elements in row-major order under another shape of the same size. */
public record Reshape(Shape shape) implements Linear {
  @Override
  public String parameters() {
    return shape.toString();
  }

  @Override
  public List<TensorType> infer(List<TensorType> operands) {
    TensorType x = operands.getFirst();
    if (x.size() != shape.size()) {
      throw new IllegalArgumentException(x.shape() + " has " + x.size() + " elements, " + shape + " " + shape.size());
    }
    return List.of(x.with(shape));
  }

  @Override
  public List<Values> evaluate(List<Values> operands, List<TensorType> results, Evaluation evaluation) {
    return List.of(operands.getFirst().reshape(shape));
  }

  @Override
  public Tensor transpose(Node node, int operand, List<Tensor> cotangents) {
    return cotangents.getFirst().reshape(node.operand(0).shape());
  }

  @Override
  public List<Tensor> batch(List<Tensor> operands, boolean[] mapped, int size) {
    return List.of(operands.getFirst().reshape(shape.insert(0, size)));
  }

  @Override
  public long flops(Node node) {
    return 0;
  }
}
