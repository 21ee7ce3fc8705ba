package ansatz.tensor.primitive;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

import ansatz.tensor.DType;
import ansatz.tensor.Evaluation;
import ansatz.tensor.Node;
import ansatz.tensor.Tensor;
import ansatz.tensor.TensorType;
import ansatz.tensor.Values;

/** The order that sorts the elements along an axis, i32: equal ones stay in their order, NaN is greatest. */
public record Argsort(int axis, boolean descending) implements IntegerValued {
  public static Tensor of(Tensor x, int axis, boolean descending) {
    return Node.apply(new Argsort(x.shape().axis(axis), descending), x);
  }

  @Override
  public String parameters() {
    return axis + (descending ? ", descending" : "");
  }

  @Override
  public List<TensorType> infer(List<TensorType> operands) {
    operands.getFirst().shape().axis(axis);
    return List.of(operands.getFirst().with(DType.I32));
  }

  @Override
  public List<Values> evaluate(List<Values> operands, List<TensorType> results, Evaluation evaluation) {
    Values x = operands.getFirst();
    Values y = Values.zeros(results.getFirst());
    Strided.lines(x.shape(), axis, (start, stride) -> {
      Integer[] order = order(x, start, stride, x.shape().extent(axis), descending);
      for (int i = 0; i < order.length; i++) {
        y.setLong(start + i * stride, order[i]);
      }
    });
    return List.of(y);
  }

  /** The order of the n elements at start, start + stride, ... */
  static Integer[] order(Values x, int start, int stride, int n, boolean descending) {
    Comparator<Integer> ascending = (i, j) -> IntegerValued.compare(x, start + i * stride, start + j * stride);
    Integer[] order = IntStream.range(0, n).boxed().toArray(Integer[]::new);
    Arrays.sort(order, descending ? ascending.reversed() : ascending);
    return order;
  }

  @Override
  public List<Tensor> batch(List<Tensor> operands, boolean[] mapped, int size) {
    return List.of(of(operands.getFirst(), axis + 1, descending));
  }
}
