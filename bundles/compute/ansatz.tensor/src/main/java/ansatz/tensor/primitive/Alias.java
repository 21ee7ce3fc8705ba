package ansatz.tensor.primitive;

import java.util.List;

import ansatz.tensor.Evaluation;
import ansatz.tensor.Node;
import ansatz.tensor.Primitive;
import ansatz.tensor.Tensor;
import ansatz.tensor.TensorType;
import ansatz.tensor.Values;

/**
 * The operand itself, as a node of its own: what a transform differentiates by. A function that also reaches the
 * original by another way is not differentiated along that way.
 */
public record Alias() implements Primitive {
  public static Tensor of(Tensor x) {
    return Node.apply(new Alias(), x);
  }

  @Override
  public List<TensorType> infer(List<TensorType> operands) {
    return operands;
  }

  @Override
  public List<Values> evaluate(List<Values> operands, List<TensorType> results, Evaluation evaluation) {
    return operands;
  }

  @Override
  public List<Tensor> jvp(Node node, List<Tensor> tangents) {
    return tangents;
  }

  @Override
  public Tensor transpose(Node node, int operand, List<Tensor> cotangents) {
    return cotangents.getFirst();
  }

  @Override
  public List<Tensor> batch(List<Tensor> operands, boolean[] mapped, int size) {
    return operands;
  }

  @Override
  public long flops(Node node) {
    return 0;
  }
}
