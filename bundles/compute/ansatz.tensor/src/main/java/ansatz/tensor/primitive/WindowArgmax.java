package ansatz.tensor.primitive;

import java.util.Arrays;
import java.util.List;

import ansatz.tensor.DType;
import ansatz.tensor.Evaluation;
import ansatz.tensor.Node;
import ansatz.tensor.Tensor;
import ansatz.tensor.TensorType;
import ansatz.tensor.Values;

/**
 * Where the greatest element under each window over the last axes stands: its row-major number within these axes, i32;
 * the first of equal ones, NaN is greatest, padding does not count. -1 under a window with padding only.
 */
public record WindowArgmax(Window window) implements IntegerValued {
  public static Tensor of(Tensor x, Window window) {
    return Node.apply(new WindowArgmax(window), x);
  }

  @Override
  public String parameters() {
    return window.toString();
  }

  @Override
  public List<TensorType> infer(List<TensorType> operands) {
    return List.of(new TensorType(DType.I32, window.outputs(operands.getFirst().shape())));
  }

  @Override
  public List<Values> evaluate(List<Values> operands, List<TensorType> results, Evaluation evaluation) {
    Values x = operands.getFirst();
    Values y = Values.zeros(results.getFirst());
    int leading = x.shape().rank() - window.rank();
    int[] base = Arrays.copyOfRange(x.shape().extents(), leading, x.shape().rank());
    int from = Arrays.stream(base).reduce(1, Math::multiplyExact);
    int to = 1;
    for (int axis = 0; axis < base.length; axis++) {
      to *= window.outputs(axis, base[axis]);
    }
    int[] best = new int[to];
    for (int batch = 0; to > 0 && batch < y.size() / to; batch++) {
      int start = batch * from;
      Arrays.fill(best, -1);
      window.visit(base, (output, place, _) -> {
        if (best[output] < 0 || IntegerValued.greater(x, start + place, start + best[output])) {
          best[output] = place;
        }
      });
      for (int output = 0; output < to; output++) {
        y.setLong(batch * to + output, best[output]);
      }
    }
    return List.of(y);
  }

  @Override
  public List<Tensor> batch(List<Tensor> operands, boolean[] mapped, int size) {
    return List.of(of(operands.getFirst(), window));
  }

  @Override
  public long flops(Node node) {
    return node.types().getFirst().size() * window.size().stream().asLongStream().reduce(1, Math::multiplyExact);
  }
}
