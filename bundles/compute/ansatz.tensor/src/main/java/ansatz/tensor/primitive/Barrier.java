package ansatz.tensor.primitive;

import java.util.ArrayList;
import java.util.List;

import ansatz.tensor.Evaluation;
import ansatz.tensor.Node;
import ansatz.tensor.Primitive;
import ansatz.tensor.Tensor;
import ansatz.tensor.TensorType;
import ansatz.tensor.Values;

/**
 * The operands, as values that exist only once all of them do: what is computed from the results is computed later, and
 * is not the same as what is computed from the operands.
 */
public record Barrier() implements Primitive {
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
    return cotangents.get(operand);
  }

  @Override
  public List<Tensor> batch(List<Tensor> operands, boolean[] mapped, int size) {
    List<Tensor> results = new ArrayList<>(Node.of(this, operands).results());
    return Elementwise.together(results, mapped, size);
  }

  @Override
  public long flops(Node node) {
    return 0;
  }
}
