package ansatz.tensor.primitive;

import java.util.Arrays;
import java.util.List;

import ansatz.tensor.DType;
import ansatz.tensor.Evaluation;
import ansatz.tensor.Node;
import ansatz.tensor.Tensor;
import ansatz.tensor.TensorType;
import ansatz.tensor.Values;

/** The second operand's element where the first, a boolean, holds, else the third's. */
public record Select() implements Elementwise {
  @Override
  public List<TensorType> infer(List<TensorType> operands) {
    TensorType condition = operands.getFirst();
    TensorType chosen = Elementwise.common(operands.subList(1, 3));
    if (condition.dtype() != DType.BOOL || !condition.shape().equals(chosen.shape())) {
      throw new IllegalArgumentException("the condition is " + condition + ", it has to be bool" + chosen.shape());
    }
    return List.of(chosen);
  }

  @Override
  public List<Values> evaluate(List<Values> operands, List<TensorType> results, Evaluation evaluation) {
    Values y = Values.zeros(results.getFirst());
    for (int i = 0; i < y.size(); i++) {
      y.copy(operands.get(operands.getFirst().getBoolean(i) ? 1 : 2), i, i, 1);
    }
    return List.of(y);
  }

  @Override
  public List<Tensor> jvp(Node node, List<Tensor> tangents) {
    if (tangents.get(1) == null && tangents.get(2) == null) {
      return Arrays.asList((Tensor) null);
    }
    Tensor zero = Tensor.zeros(node.types().getFirst());
    return List.of(node.operand(0).select(tangents.get(1) == null ? zero : tangents.get(1),
        tangents.get(2) == null ? zero : tangents.get(2)));
  }

  @Override
  public Tensor transpose(Node node, int operand, List<Tensor> cotangents) {
    Tensor ct = cotangents.getFirst();
    Tensor zero = Tensor.zeros(ct.type());
    return operand == 1 ? node.operand(0).select(ct, zero) : node.operand(0).select(zero, ct);
  }
}
