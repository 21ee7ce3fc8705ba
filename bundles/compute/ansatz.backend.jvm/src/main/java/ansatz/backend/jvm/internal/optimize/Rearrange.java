package ansatz.backend.jvm.internal.optimize;

import ansatz.tensor.Evaluation;
import ansatz.tensor.Node;
import ansatz.tensor.Primitive;
import ansatz.tensor.Tensor;
import ansatz.tensor.TensorType;
import ansatz.tensor.Values;
import ansatz.tensor.primitive.Axes;
import ansatz.tensor.primitive.Transpose;
import java.util.List;

/**
 * A transpose that is done once, in memory, instead of by each reader. It occurs only in programs that are simplified
 * already, so it has no derivative and is not batched.
 */
public record Rearrange(Axes order) implements Primitive {
  @Override
  public List<TensorType> infer(List<TensorType> operands) {
    return new Transpose(order).infer(operands);
  }

  @Override
  public List<Values> evaluate(List<Values> operands, List<TensorType> results, Evaluation evaluation) {
    return new Transpose(order).evaluate(operands, results, evaluation);
  }

  @Override
  public List<Tensor> jvp(Node node, List<Tensor> tangents) {
    throw new IllegalStateException("a simplified program is not differentiated");
  }

  @Override
  public List<Tensor> batch(List<Tensor> operands, boolean[] mapped, int size) {
    throw new IllegalStateException("a simplified program is not batched");
  }
}
