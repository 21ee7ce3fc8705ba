package ansatz.tensor.primitive;

import java.util.Arrays;
import java.util.List;

import ansatz.tensor.DType;
import ansatz.tensor.Evaluation;
import ansatz.tensor.Node;
import ansatz.tensor.Tensor;
import ansatz.tensor.TensorType;
import ansatz.tensor.Values;

/** The same numbers in another element type: rounded to nearest, cut towards zero to integers, != 0 to booleans. */
public record Convert(DType to) implements Elementwise {
  @Override
  public String parameters() {
    return to.toString();
  }

  @Override
  public List<TensorType> infer(List<TensorType> operands) {
    return List.of(operands.getFirst().with(to));
  }

  @Override
  public List<Values> evaluate(List<Values> operands, List<TensorType> results, Evaluation evaluation) {
    Values x = operands.getFirst();
    Values y = Values.zeros(results.getFirst());
    boolean floating = x.type().dtype().isFloat();
    for (int i = 0; i < y.size(); i++) {
      if (!floating) {
        y.setLong(i, x.getLong(i));
      } else if (to == DType.I32) {
        y.setLong(i, (int) x.get(i));
      } else {
        y.set(i, x.get(i));
      }
    }
    return List.of(y);
  }

  @Override
  public List<Tensor> jvp(Node node, List<Tensor> tangents) {
    return Arrays.asList(to.isFloat() ? tangents.getFirst().to(to) : null);
  }

  @Override
  public Tensor transpose(Node node, int operand, List<Tensor> cotangents) {
    return cotangents.getFirst().to(node.operand(0).dtype());
  }
}
