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
  /**
   * Of Adam. At 1e-3, the others' rate, runs in float64 part by 7 % in 50 steps if only their state is rounded to
   * float32: the first steps move each of the 4,096 weights of a unit by the rate, and millions of rectifiers and maxima
   * switch. At this one they part by less than 1e-6.
   */
  public static final double RATE = 1e-5;

  private ConvNet() {}

  public static Workload of(DType type, int batch) {
    List<TensorType> types = Training.types(type, new int[][] {{32, 3, 3, 3}, {32}, {32, 32, 3, 3}, {32},
      {64, 32, 3, 3}, {64}, {64, 64, 3, 3}, {64}, {4096, 128}, {128}, {128, 10}, {10}});
    return Training.of(RATE, types, TensorType.of(type, batch, 3, 32, 32), TensorType.of(DType.I32, batch), (p, x) -> {
      Tensor h = LeNet.convolution(p, 2, LeNet.convolution(p, 0, x, 1), 1);
      h = Pooling.max(h, Pooling.square(2, 2, 0));
      h = LeNet.convolution(p, 6, LeNet.convolution(p, 4, h, 1), 1);
      h = Pooling.max(h, Pooling.square(2, 2, 0));
      return Mlp.dense(p.subList(8, 12), h.reshape(batch, -1), Activations::relu);
    }, (z, labels) -> Losses.crossEntropy(z, labels).mean());
  }
}
