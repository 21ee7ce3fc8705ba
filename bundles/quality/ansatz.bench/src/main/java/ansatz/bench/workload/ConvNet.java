package ansatz.bench.workload;

import ansatz.bench.Workload;
import ansatz.tensor.Activations;
import ansatz.tensor.DType;
import ansatz.tensor.Losses;
import ansatz.tensor.Pooling;
import ansatz.tensor.Tensor;
import ansatz.tensor.TensorType;
import java.util.List;

/** W4: conv 32, conv 32, max pool, conv 64, conv 64, max pool, 128-10, 3x3 padded 1, ReLU, on 3x32x32. */
public final class ConvNet {
  private ConvNet() {}

  public static Workload of(DType type, int batch) {
    List<TensorType> types = Training.types(type, new int[][] {{32, 3, 3, 3}, {32}, {32, 32, 3, 3}, {32},
      {64, 32, 3, 3}, {64}, {64, 64, 3, 3}, {64}, {4096, 128}, {128}, {128, 10}, {10}});
    return Training.of(types, TensorType.of(type, batch, 3, 32, 32), TensorType.of(DType.I32, batch), (p, x) -> {
      Tensor h = LeNet.convolution(p, 2, LeNet.convolution(p, 0, x, 1), 1);
      h = Pooling.max(h, Pooling.square(2, 2, 0));
      h = LeNet.convolution(p, 6, LeNet.convolution(p, 4, h, 1), 1);
      h = Pooling.max(h, Pooling.square(2, 2, 0));
      return Mlp.dense(p.subList(8, 12), h.reshape(batch, -1), Activations::relu);
    }, (z, labels) -> Losses.crossEntropy(z, labels).mean());
  }
}
