package ansatz.tensor.primitive;

import java.util.Arrays;
import java.util.List;

import ansatz.tensor.DType;
import ansatz.tensor.Evaluation;
import ansatz.tensor.Node;
import ansatz.tensor.Tensor;
import ansatz.tensor.TensorType;
import ansatz.tensor.Values;

/** The sum of the elements under each window over the last axes; padding counts as 0. */
public record WindowSum(Window window) implements Linear {
  public static Tensor of(Tensor x, Window window) {
    return Node.apply(new WindowSum(window), x);
  }

  @Override
  public String parameters() {
    return window.toString();
  }

  @Override
  public List<TensorType> infer(List<TensorType> operands) {
    TensorType x = operands.getFirst();
    if (x.dtype() == DType.BOOL) {
      throw new IllegalArgumentException("booleans have no sum: convert them with to(...)");
    }
    return List.of(x.with(window.outputs(x.shape())));
  }

  @Override
  public List<Values> evaluate(List<Values> operands, List<TensorType> results, Evaluation evaluation) {
    Values x = operands.getFirst();
    Values y = Values.zeros(results.getFirst());
    int[] base = last(x.shape().extents());
    int from = size(base);
    int to = size(last(y.shape().extents()));
    boolean floating = x.type().dtype().isFloat();
    for (int batch = 0; from > 0 && batch < x.size() / from; batch++) {
      int start = batch * from;
      int first = batch * to;
      double[] sums = new double[to];
      window.visit(base, (output, place, _) -> {
        if (floating) {
          sums[output] += x.get(start + place);
        } else {
          y.setLong(first + output, y.getLong(first + output) + x.getLong(start + place));
        }
      });
      for (int output = 0; floating && output < to; output++) {
        y.set(first + output, sums[output]);
      }
    }
    return List.of(y);
  }

  private int[] last(int[] extents) {
    return Arrays.copyOfRange(extents, extents.length - window.rank(), extents.length);
  }

  private static int size(int[] extents) {
    return Arrays.stream(extents).reduce(1, Math::multiplyExact);
  }

  @Override
  public Tensor transpose(Node node, int operand, List<Tensor> cotangents) {
    return of(cotangents.getFirst(), window.transposed(last(node.operand(0).shape().extents())));
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
