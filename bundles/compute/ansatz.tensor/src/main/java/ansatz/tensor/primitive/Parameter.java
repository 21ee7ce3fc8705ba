package ansatz.tensor.primitive;

import java.util.List;

import ansatz.tensor.Evaluation;
import ansatz.tensor.Node;
import ansatz.tensor.Primitive;
import ansatz.tensor.Tensor;
import ansatz.tensor.TensorType;
import ansatz.tensor.Values;

/** An input of a program: a tensor whose values are given when the program runs. */
public record Parameter(TensorType type) implements Primitive {
  /** A new input. */
  public static Tensor of(TensorType type) {
    return Node.apply(new Parameter(type));
  }

  @Override
  public List<TensorType> infer(List<TensorType> operands) {
    return List.of(type);
  }

  @Override
  public List<Values> evaluate(List<Values> operands, List<TensorType> results, Evaluation evaluation) {
    throw new IllegalStateException("an input of a program that is being traced has no value yet");
  }

  @Override
  public List<Tensor> jvp(Node node, List<Tensor> tangents) {
    throw new IllegalStateException("an input has no operands");
  }

  @Override
  public List<Tensor> batch(List<Tensor> operands, boolean[] mapped, int size) {
    throw new IllegalStateException("an input has no operands");
  }

  @Override
  public long flops(Node node) {
    return 0;
  }
}
