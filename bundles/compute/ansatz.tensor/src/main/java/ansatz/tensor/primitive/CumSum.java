package ansatz.tensor.primitive;

import java.util.List;

import ansatz.tensor.DType;
import ansatz.tensor.Evaluation;
import ansatz.tensor.Node;
import ansatz.tensor.Tensor;
import ansatz.tensor.TensorType;
import ansatz.tensor.Values;

/**
 * Sums of the elements up to and including each one along an axis; in reverse, of those from it on.
 *
 * <p>$$ y_i = \sum_{j \le i} x_j, \quad \text{in reverse} \quad y_i = \sum_{j \ge i} x_j $$
 */
public record CumSum(int axis, boolean reverse) implements Linear {
  public static Tensor of(Tensor x, int axis, boolean reverse) {
    return Node.apply(new CumSum(x.shape().axis(axis), reverse), x);
  }

  @Override
  public String parameters() {
    return axis + (reverse ? ", reverse" : "");
  }

  @Override
  public List<TensorType> infer(List<TensorType> operands) {
    if (operands.getFirst().dtype() == DType.BOOL) {
      throw new IllegalArgumentException("booleans have no sum: convert them with to(...)");
    }
    operands.getFirst().shape().axis(axis);
    return operands;
  }

  @Override
  public List<Values> evaluate(List<Values> operands, List<TensorType> results, Evaluation evaluation) {
    Values x = operands.getFirst();
    Values y = Values.zeros(results.getFirst());
    int n = x.shape().extent(axis);
    Strided.lines(x.shape(), axis, (start, stride) -> {
      double sum = 0;
      long exact = 0;
      for (int k = 0; k < n; k++) {
        int place = start + (reverse ? n - 1 - k : k) * stride;
        if (x.type().dtype().isFloat()) {
          sum += x.get(place);
          y.set(place, sum);
        } else {
          exact += x.getLong(place);
          y.setLong(place, exact);
        }
      }
    });
    return List.of(y);
  }

  @Override
  public Tensor transpose(Node node, int operand, List<Tensor> cotangents) {
    return of(cotangents.getFirst(), axis, !reverse);
  }

  @Override
  public List<Tensor> batch(List<Tensor> operands, boolean[] mapped, int size) {
    return List.of(of(operands.getFirst(), axis + 1, reverse));
  }
}
