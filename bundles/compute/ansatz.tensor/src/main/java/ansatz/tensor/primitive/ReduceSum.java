package ansatz.tensor.primitive;

import java.util.List;

import ansatz.tensor.Evaluation;
import ansatz.tensor.Node;
import ansatz.tensor.Shape;
import ansatz.tensor.Tensor;
import ansatz.tensor.TensorType;
import ansatz.tensor.Values;

/** The sum over some axes, which the result does not have. Booleans cannot be summed; convert them. */
public record ReduceSum(Axes axes) implements Linear {
  public static Tensor of(Tensor x, int... axes) {
    return Node.apply(new ReduceSum(Axes.of(x.shape().axes(axes))), x);
  }

  @Override
  public String parameters() {
    return axes.toString();
  }

  @Override
  public List<TensorType> infer(List<TensorType> operands) {
    TensorType x = operands.getFirst();
    if (x.dtype() == ansatz.tensor.DType.BOOL) {
      throw new IllegalArgumentException("booleans have no sum: convert them with to(...)");
    }
    return List.of(x.with(x.shape().without(axes.toArray())));
  }

  @Override
  public List<Values> evaluate(List<Values> operands, List<TensorType> results, Evaluation evaluation) {
    Values x = operands.getFirst();
    Values y = Values.zeros(results.getFirst());
    long[] kept = y.shape().strides();
    long[] strides = new long[x.shape().rank()];
    Axes others = axes.others(strides.length);
    for (int i = 0; i < others.size(); i++) {
      strides[others.get(i)] = kept[i];
    }
    if (x.type().dtype().isFloat()) {
      double[] sums = new double[y.size()];
      Strided.visit(x.shape(), 0, strides, (element, place) -> sums[place] += x.get(element));
      for (int i = 0; i < sums.length; i++) {
        y.set(i, sums[i]);
      }
    } else {
      Strided.visit(x.shape(), 0, strides,
          (element, place) -> y.setLong(place, y.getLong(place) + x.getLong(element)));
    }
    return List.of(y);
  }

  @Override
  public Tensor transpose(Node node, int operand, List<Tensor> cotangents) {
    Shape from = node.operand(0).shape();
    Shape kept = from;
    for (int axis : axes.toArray()) {
      kept = kept.with(axis, 1);
    }
    return cotangents.getFirst().reshape(kept).broadcast(from);
  }

  @Override
  public List<Tensor> batch(List<Tensor> operands, boolean[] mapped, int size) {
    return List.of(of(operands.getFirst(), axes.shifted().toArray()));
  }

  @Override
  public long flops(Node node) {
    return node.operand(0).type().size();
  }
}
