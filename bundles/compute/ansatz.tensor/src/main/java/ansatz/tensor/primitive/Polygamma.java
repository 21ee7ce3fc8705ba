package ansatz.tensor.primitive;

import java.util.Arrays;
import java.util.List;

import ansatz.tensor.Evaluation;
import ansatz.tensor.Node;
import ansatz.tensor.Tensor;
import ansatz.tensor.TensorType;
import ansatz.tensor.Values;

/** The derivatives of log Gamma: psi^(n)(x) = d^(n+1)/dx^(n+1) log Gamma(x); n = 0 is digamma. */
public record Polygamma(int order) implements Elementwise {
  public Polygamma {
    if (order < 0) {
      throw new IllegalArgumentException("polygamma has orders 0, 1, ..., not " + order);
    }
  }

  @Override
  public String parameters() {
    return Integer.toString(order);
  }

  @Override
  public List<TensorType> infer(List<TensorType> operands) {
    if (!operands.getFirst().dtype().isFloat()) {
      throw new IllegalArgumentException("not defined for " + operands.getFirst().dtype());
    }
    return operands;
  }

  @Override
  public List<Values> evaluate(List<Values> operands, List<TensorType> results, Evaluation evaluation) {
    Values y = Values.zeros(results.getFirst());
    for (int i = 0; i < y.size(); i++) {
      y.set(i, Special.polygamma(order, operands.getFirst().get(i)));
    }
    return List.of(y);
  }

  @Override
  public List<Tensor> jvp(Node node, List<Tensor> tangents) {
    return Arrays.asList(tangents.getFirst().mul(node.operand(0).polygamma(order + 1)));
  }
}
