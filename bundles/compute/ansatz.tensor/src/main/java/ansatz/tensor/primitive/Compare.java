package ansatz.tensor.primitive;

import java.util.Arrays;
import java.util.List;

import ansatz.tensor.DType;
import ansatz.tensor.Evaluation;
import ansatz.tensor.Node;
import ansatz.tensor.Tensor;
import ansatz.tensor.TensorType;
import ansatz.tensor.Values;

/** Comparisons of two elements, with a boolean result; with NaN all but NE are false. */
public enum Compare implements Elementwise {
  EQ, NE, LT, LE, GT, GE;

  public Tensor of(Tensor a, Tensor b) {
    return Node.apply(this, a, b);
  }

  @Override
  public List<TensorType> infer(List<TensorType> operands) {
    return List.of(Elementwise.common(operands).with(DType.BOOL));
  }

  @Override
  public List<Values> evaluate(List<Values> operands, List<TensorType> results, Evaluation evaluation) {
    Values a = operands.get(0);
    Values b = operands.get(1);
    Values y = Values.zeros(results.getFirst());
    boolean floating = a.type().dtype().isFloat();
    for (int i = 0; i < y.size(); i++) {
      y.setLong(i, (floating ? holds(a.get(i), b.get(i)) : holds(Long.compare(a.getLong(i), b.getLong(i)), 0)) ? 1 : 0);
    }
    return List.of(y);
  }

  private boolean holds(double a, double b) {
    return switch (this) {
      case EQ -> a == b;
      case NE -> a != b;
      case LT -> a < b;
      case LE -> a <= b;
      case GT -> a > b;
      case GE -> a >= b;
    };
  }

  @Override
  public List<Tensor> jvp(Node node, List<Tensor> tangents) {
    return Arrays.asList((Tensor) null);
  }
}
