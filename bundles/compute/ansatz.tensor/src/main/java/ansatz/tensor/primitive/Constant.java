package ansatz.tensor.primitive;

import java.util.List;

import ansatz.tensor.Evaluation;
import ansatz.tensor.Node;
import ansatz.tensor.Primitive;
import ansatz.tensor.Tensor;
import ansatz.tensor.TensorType;
import ansatz.tensor.Values;

/** Values that are known while a program is made. */
public record Constant(Values values) implements Primitive {
  public static Tensor of(Values values) {
    return Node.apply(new Constant(values));
  }

  @Override
  public String parameters() {
    return values.size() == 1 ? values.toString().substring(values.type().toString().length()).strip() : "...";
  }

  @Override
  public List<TensorType> infer(List<TensorType> operands) {
    return List.of(values.type());
  }

  @Override
  public List<Values> evaluate(List<Values> operands, List<TensorType> results, Evaluation evaluation) {
    return List.of(values);
  }

  @Override
  public List<Tensor> jvp(Node node, List<Tensor> tangents) {
    throw new IllegalStateException("a constant has no operands");
  }

  @Override
  public List<Tensor> batch(List<Tensor> operands, boolean[] mapped, int size) {
    throw new IllegalStateException("a constant has no operands");
  }

  @Override
  public long flops(Node node) {
    return 0;
  }
}
