package ansatz.tensor.primitive;

import java.util.List;

import ansatz.tensor.DType;
import ansatz.tensor.Evaluation;
import ansatz.tensor.Node;
import ansatz.tensor.Tensor;
import ansatz.tensor.TensorType;
import ansatz.tensor.Values;

/**
 * Where the k greatest elements along the last axis stand, i32, greatest first; of equal ones the first, NaN is
 * greatest.
 */
public record TopkIndex(int k) implements IntegerValued {
  public static Tensor of(Tensor x, int k) {
    return Node.apply(new TopkIndex(k), x);
  }

  @Override
  public String parameters() {
    return Integer.toString(k);
  }

  @Override
  public List<TensorType> infer(List<TensorType> operands) {
    TensorType x = operands.getFirst();
    if (k < 0 || k > x.shape().extent(-1)) {
      throw new IllegalArgumentException(
          "there are " + x.shape().extent(-1) + " elements along the last axis, not " + k);
    }
    return List.of(new TensorType(DType.I32, x.shape().with(-1, k)));
  }

  @Override
  public List<Values> evaluate(List<Values> operands, List<TensorType> results, Evaluation evaluation) {
    Values x = operands.getFirst();
    Values y = Values.zeros(results.getFirst());
    int n = x.shape().extent(-1);
    for (int row = 0; k > 0 && row < y.size() / k; row++) {
      Integer[] order = Argsort.order(x, row * n, 1, n, true);
      for (int i = 0; i < k; i++) {
        y.setLong(row * k + i, order[i]);
      }
    }
    return List.of(y);
  }

  @Override
  public List<Tensor> batch(List<Tensor> operands, boolean[] mapped, int size) {
    return List.of(of(operands.getFirst(), k));
  }

  @Override
  public long flops(Node node) {
    return node.operand(0).type().size();
  }
}
