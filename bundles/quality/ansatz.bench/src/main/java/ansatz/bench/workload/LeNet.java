package ansatz.bench.workload;

import ansatz.bench.Workload;
import ansatz.tensor.Activations;
import ansatz.tensor.Convolutions;
import ansatz.tensor.DType;
import ansatz.tensor.Losses;
import ansatz.tensor.Pooling;
import ansatz.tensor.Tensor;
import ansatz.tensor.TensorType;
import java.util.List;

/** W3: conv 6@5x5 padded 2, mean pool, conv 16@5x5, mean pool, 120-84-10, ReLU, on 1x28x28. */
public final class LeNet {
  private LeNet() {}

  public static Workload of(DType type, int batch) {
    List<TensorType> types = Training.types(type, new int[][] {{6, 1, 5, 5}, {6}, {16, 6, 5, 5}, {16}, {400, 120},
      {120}, {120, 84}, {84}, {84, 10}, {10}});
    return Training.of(types, TensorType.of(type, batch, 1, 28, 28), TensorType.of(DType.I32, batch), (p, x) -> {
      Tensor h = Pooling.mean(convolution(p, 0, x, 2), Pooling.square(2, 2, 0));
      h = Pooling.mean(convolution(p, 2, h, 0), Pooling.square(2, 2, 0));
      return Mlp.dense(p.subList(4, 10), h.reshape(batch, -1), Activations::relu);
    }, (z, labels) -> Losses.crossEntropy(z, labels).mean());
  }

  static Tensor convolution(List<Tensor> p, int layer, Tensor x, int padding) {
    Tensor bias = p.get(layer + 1);
    return Activations.relu(Convolutions.plain().padding(padding).conv(x, p.get(layer))
        .add(bias.reshape(Math.toIntExact(bias.type().size()), 1, 1)));
  }
}
