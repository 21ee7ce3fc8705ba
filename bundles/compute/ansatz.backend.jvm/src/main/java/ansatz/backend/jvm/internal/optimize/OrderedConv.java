package ansatz.backend.jvm.internal.optimize;

import ansatz.tensor.Evaluation;
import ansatz.tensor.Node;
import ansatz.tensor.Primitive;
import ansatz.tensor.Tensor;
import ansatz.tensor.TensorType;
import ansatz.tensor.Values;
import ansatz.tensor.primitive.Axes;
import ansatz.tensor.primitive.Conv;
import ansatz.tensor.primitive.Transpose;
import java.util.List;

/**
 * A convolution whose result's axes [N,G,K,O...] stand in another order, in which they lie in memory. It occurs only in
 * programs that are simplified already, so it has no derivative and is not batched.
 */
public record OrderedConv(Conv conv, Axes order) implements Primitive {
  @Override
  public String parameters() {
    return conv.parameters() + ", as " + order;
  }

  @Override
  public List<TensorType> infer(List<TensorType> operands) {
    return new Transpose(order).infer(conv.infer(operands));
  }

  @Override
  public List<Values> evaluate(List<Values> operands, List<TensorType> results, Evaluation evaluation) {
    List<TensorType> types = conv.infer(operands.stream().map(Values::type).toList());
    return new Transpose(order).evaluate(conv.evaluate(operands, types, evaluation), results, evaluation);
  }

  @Override
  public List<Tensor> jvp(Node node, List<Tensor> tangents) {
    throw new IllegalStateException("a simplified program is not differentiated");
  }

  @Override
  public List<Tensor> batch(List<Tensor> operands, boolean[] mapped, int size) {
    throw new IllegalStateException("a simplified program is not batched");
  }

  @Override
  public long flops(Node node) {
    return conv.flops(Node.of(conv, node.operands()));
  }
}
