package ansatz.tensor.primitive;

import java.util.Arrays;
import java.util.List;

import ansatz.tensor.Evaluation;
import ansatz.tensor.Node;
import ansatz.tensor.Primitive;
import ansatz.tensor.Tensor;
import ansatz.tensor.TensorType;
import ansatz.tensor.Values;

/** The operand, held constant by derivatives. */
public record StopGradient() implements Primitive {
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
    return Arrays.asList((Tensor) null);
  }

  @Override
  public List<Tensor> batch(List<Tensor> operands, boolean[] mapped, int size) {
    return List.of(Node.apply(this, operands.getFirst()));
  }

  @Override
  public long flops(Node node) {
    return 0;
  }
}
