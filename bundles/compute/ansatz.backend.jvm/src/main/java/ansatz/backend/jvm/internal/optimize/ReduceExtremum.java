package ansatz.backend.jvm.internal.optimize;

import ansatz.tensor.Evaluation;
import ansatz.tensor.Node;
import ansatz.tensor.Primitive;
import ansatz.tensor.Tensor;
import ansatz.tensor.TensorType;
import ansatz.tensor.Values;
import ansatz.tensor.primitive.Axes;
import java.util.List;

/**
 * The greatest or least element along the last axis, without the index by which programs say it; NaN where there is one.
 * It occurs only in programs that are simplified already, so it has no derivative and is not batched.
 */
public record ReduceExtremum(boolean greatest) implements Primitive {
  /** The axis of an operand. */
  public Axes axes(Tensor operand) {
    return Axes.of(operand.rank() - 1);
  }

  @Override
  public List<TensorType> infer(List<TensorType> operands) {
    TensorType x = operands.getFirst();
    return List.of(x.with(x.shape().without(-1)));
  }

  @Override
  public List<Values> evaluate(List<Values> operands, List<TensorType> results, Evaluation evaluation) {
    Values x = operands.getFirst();
    Values y = Values.zeros(results.getFirst());
    int n = x.type().shape().extent(x.type().rank() - 1);
    boolean floating = x.type().dtype().isFloat();
    for (int row = 0; row < y.size(); row++) {
      y.copy(x, row * n, row, 1);
      for (int i = row * n + 1; i < (row + 1) * n; i++) {
        if (floating) {
          y.set(row, greatest ? Math.max(y.get(row), x.get(i)) : Math.min(y.get(row), x.get(i)));
        } else {
          y.setLong(row, greatest ? Math.max(y.getLong(row), x.getLong(i)) : Math.min(y.getLong(row), x.getLong(i)));
        }
      }
    }
    return List.of(y);
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
