package ansatz.bench.workload;

import ansatz.bench.Workload;
import ansatz.tensor.Activations;
import ansatz.tensor.DType;
import ansatz.tensor.Losses;
import ansatz.tensor.Tensor;
import ansatz.tensor.TensorType;
import ansatz.tensor.Values;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;

/** Networks of dense layers. */
public final class Mlp {
  private Mlp() {}

  /** W1: 2-64-64-1, tanh, mean squared error. */
  public static Workload tanh(DType type, int batch) {
    return of(type, new int[] {2, 64, 64, 1}, Tensor::tanh, batch, TensorType.of(type, batch, 1),
        (y, t) -> y.sub(t).square().mean());
  }

  /** W2: 784-512-256-10, ReLU, softmax cross-entropy. */
  public static Workload relu(DType type, int batch) {
    return of(type, new int[] {784, 512, 256, 10}, Activations::relu, batch, TensorType.of(DType.I32, batch),
        (z, labels) -> Losses.crossEntropy(z, labels).mean());
  }

  public static Workload of(DType type, int[] widths, UnaryOperator<Tensor> activation, int batch, TensorType target,
      BinaryOperator<Tensor> loss) {
    List<TensorType> types = new ArrayList<>();
    for (int layer = 0; layer + 1 < widths.length; layer++) {
      types.add(TensorType.of(type, widths[layer], widths[layer + 1]));
      types.add(TensorType.of(type, widths[layer + 1]));
    }
    return Training.of(types, TensorType.of(type, batch, widths[0]), target, (p, x) -> dense(p, x, activation), loss);
  }

  /** Weights and biases of a net. */
  static List<Values> parameters(DType type, Random random, int... widths) {
    List<Values> parameters = new ArrayList<>();
    for (int layer = 0; layer + 1 < widths.length; layer++) {
      parameters.add(Training.weight(type, random, widths[layer], widths[layer + 1]));
      parameters.add(Values.zeros(TensorType.of(type, widths[layer + 1])));
    }
    return parameters;
  }

  /** Layers of weights and biases; an activation between them. */
  public static Tensor dense(List<Tensor> p, Tensor x, UnaryOperator<Tensor> activation) {
    Tensor h = x;
    for (int i = 0; i < p.size(); i += 2) {
      h = h.matmul(p.get(i)).add(p.get(i + 1));
      h = i + 2 < p.size() ? activation.apply(h) : h;
    }
    return h;
  }
}
