package ansatz.tensor.primitive;

import java.util.List;

import ansatz.tensor.Evaluation;
import ansatz.tensor.Node;
import ansatz.tensor.Primitive;
import ansatz.tensor.Tensor;
import ansatz.tensor.TensorType;
import ansatz.tensor.Values;

/**
 * A function of the host, called by the name under which whoever runs the program offers it, so that a program holds
 * nothing of a class that may be unloaded. It has no derivative.
 */
public record HostCallback(String name, List<TensorType> types) implements Primitive {
  public HostCallback {
    types = List.copyOf(types);
  }

  @Override
  public String parameters() {
    return name;
  }

  @Override
  public List<TensorType> infer(List<TensorType> operands) {
    return types;
  }

  @Override
  public List<Values> evaluate(List<Values> operands, List<TensorType> results, Evaluation evaluation) {
    return evaluation.call(name, operands);
  }

  @Override
  public List<Tensor> jvp(Node node, List<Tensor> tangents) {
    throw new IllegalArgumentException("host function \"" + name
        + "\" has no derivative: pass its operands through stopGradient"
        + (node.line().isEmpty() ? "" : " (" + node.line() + ")"));
  }

  @Override
  public List<Tensor> batch(List<Tensor> operands, boolean[] mapped, int size) {
    throw new IllegalArgumentException("host function \"" + name + "\" cannot be mapped over an axis");
  }

  @Override
  public long flops(Node node) {
    return 0;
  }
}
