package ansatz.tensor.primitive;

import java.util.List;

import ansatz.tensor.DType;
import ansatz.tensor.Evaluation;
import ansatz.tensor.Tensor;
import ansatz.tensor.Node;
import ansatz.tensor.TensorType;
import ansatz.tensor.Values;

/** Where the greatest element along an axis stands, i32; the first of equal ones, and NaN is greatest. */
public record Argmax(int axis) implements IntegerValued {
  public static Tensor of(Tensor x, int axis) {
    return Node.apply(new Argmax(x.shape().axis(axis)), x);
  }

  @Override
  public String parameters() {
    return Integer.toString(axis);
  }

  @Override
  public List<TensorType> infer(List<TensorType> operands) {
    TensorType x = operands.getFirst();
    if (x.shape().extent(axis) == 0) {
      throw new IllegalArgumentException("axis " + axis + " is empty, nothing is the greatest");
    }
    return List.of(new TensorType(DType.I32, x.shape().without(axis)));
  }

  @Override
  public List<Values> evaluate(List<Values> operands, List<TensorType> results, Evaluation evaluation) {
    Values x = operands.getFirst();
    Values y = Values.zeros(results.getFirst());
    int n = x.shape().extent(axis);
    int[] next = new int[1];
    Strided.lines(x.shape(), axis, (start, stride) -> {
      int best = 0;
      for (int i = 1; i < n; i++) {
        if (IntegerValued.greater(x, start + i * stride, start + best * stride)) {
          best = i;
        }
      }
      y.setLong(next[0]++, best);
    });
    return List.of(y);
  }

  @Override
  public List<Tensor> batch(List<Tensor> operands, boolean[] mapped, int size) {
    return List.of(of(operands.getFirst(), axis + 1));
  }

  @Override
  public long flops(Node node) {
    return node.operand(0).type().size();
  }
}
