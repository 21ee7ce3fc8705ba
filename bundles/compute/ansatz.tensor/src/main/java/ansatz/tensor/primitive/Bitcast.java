package ansatz.tensor.primitive;

import java.util.Arrays;
import java.util.List;

import ansatz.tensor.DType;
import ansatz.tensor.Evaluation;
import ansatz.tensor.Node;
import ansatz.tensor.Tensor;
import ansatz.tensor.TensorType;
import ansatz.tensor.Values;

/** The same bits read as another element type of the same width. */
public record Bitcast(DType to) implements Elementwise {
  @Override
  public String parameters() {
    return to.toString();
  }

  @Override
  public List<TensorType> infer(List<TensorType> operands) {
    DType from = operands.getFirst().dtype();
    if (from.bytes() != to.bytes() || from == DType.BOOL) {
      throw new IllegalArgumentException(from + " and " + to + " differ in width");
    }
    return List.of(operands.getFirst().with(to));
  }

  @Override
  public List<Values> evaluate(List<Values> operands, List<TensorType> results, Evaluation evaluation) {
    Values x = operands.getFirst();
    Values y = Values.zeros(results.getFirst());
    for (int i = 0; i < y.size(); i++) {
      long bits = switch (x.type().dtype()) {
        case F32 -> Float.floatToRawIntBits(x.floats()[i]);
        case F64 -> Double.doubleToRawLongBits(x.doubles()[i]);
        default -> x.getLong(i);
      };
      switch (to) {
        case F32 -> y.floats()[i] = Float.intBitsToFloat((int) bits);
        case F64 -> y.doubles()[i] = Double.longBitsToDouble(bits);
        default -> y.setLong(i, bits);
      }
    }
    return List.of(y);
  }

  @Override
  public List<Tensor> jvp(Node node, List<Tensor> tangents) {
    return Arrays.asList((Tensor) null);
  }
}
