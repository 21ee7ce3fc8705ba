package ansatz.tensor.primitive;

import java.util.List;

import ansatz.tensor.DType;
import ansatz.tensor.Evaluation;
import ansatz.tensor.Node;
import ansatz.tensor.Primitive;
import ansatz.tensor.Tensor;
import ansatz.tensor.TensorType;
import ansatz.tensor.Values;

/** 0, 1, 2, ... in a vector of a given length. */
public record Iota(DType dtype, int length) implements Primitive {
  public static Tensor of(DType dtype, int length) {
    return Node.apply(new Iota(dtype, length));
  }

  @Override
  public String parameters() {
    return dtype + "[" + length + "]";
  }

  @Override
  public List<TensorType> infer(List<TensorType> operands) {
    if (dtype == DType.BOOL) {
      throw new IllegalArgumentException("booleans do not count");
    }
    return List.of(TensorType.of(dtype, length));
  }

  @Override
  public List<Values> evaluate(List<Values> operands, List<TensorType> results, Evaluation evaluation) {
    Values y = Values.zeros(results.getFirst());
    for (int i = 0; i < length; i++) {
      y.setLong(i, i);
    }
    return List.of(y);
  }

  @Override
  public List<Tensor> jvp(Node node, List<Tensor> tangents) {
    throw new IllegalStateException("iota has no operands");
  }

  @Override
  public List<Tensor> batch(List<Tensor> operands, boolean[] mapped, int size) {
    throw new IllegalStateException("iota has no operands");
  }

  @Override
  public long flops(Node node) {
    return 0;
  }
}
