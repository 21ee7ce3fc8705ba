package ansatz.backend.jvm;

import ansatz.tensor.DType;
import ansatz.tensor.Program;
import ansatz.tensor.Tensor;
import ansatz.tensor.TensorType;
import ansatz.tensor.Transforms;
import ansatz.tensor.Values;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;

/**
 * A step of gradient descent of a small dense network as a program of (weights and biases, x, targets) to (the same, the
 * loss), with inputs for it.
 *
 * @param state how many of the first outputs replace as many inputs
 */
record DenseNetwork(Program program, List<Values> inputs, int state) {
  static DenseNetwork of(int[] widths, UnaryOperator<Tensor> activation, int batch, TensorType target,
      BinaryOperator<Tensor> loss) {
    List<TensorType> types = new ArrayList<>();
    for (int layer = 0; layer + 1 < widths.length; layer++) {
      types.add(TensorType.of(DType.F32, widths[layer], widths[layer + 1]));
      types.add(TensorType.of(DType.F32, widths[layer + 1]));
    }
    int state = types.size();
    types.add(TensorType.of(DType.F32, batch, widths[0]));
    types.add(target);
    Program program = Program.trace(in -> {
      List<Tensor> all = Transforms.valueAndGrad(p -> List.of(
          loss.apply(dense(p, in.get(state), activation), in.get(state + 1)))).apply(in.subList(0, state));
      List<Tensor> out = new ArrayList<>();
      for (int i = 0; i < state; i++) {
        out.add(in.get(i).sub(all.get(i + 1).mul(0.1)));
      }
      out.add(all.getFirst());
      return out;
    }, types);
    Random random = new Random(7);
    return new DenseNetwork(program, types.stream().map(type -> values(type, random)).toList(), state);
  }

  /** Layers of weights and biases; an activation between them. */
  private static Tensor dense(List<Tensor> p, Tensor x, UnaryOperator<Tensor> activation) {
    Tensor h = x;
    for (int i = 0; i < p.size(); i += 2) {
      h = h.matmul(p.get(i)).add(p.get(i + 1));
      h = i + 2 < p.size() ? activation.apply(h) : h;
    }
    return h;
  }

  private static Values values(TensorType type, Random random) {
    Values values = Values.zeros(type);
    for (int i = 0; i < values.size(); i++) {
      values.set(i, type.dtype() == DType.I32 ? random.nextInt(10) : 0.3 * random.nextGaussian());
    }
    return values;
  }
}
