package ansatz.bench.workload;

import ansatz.bench.Workload;
import ansatz.tensor.Activations;
import ansatz.tensor.Control;
import ansatz.tensor.DType;
import ansatz.tensor.Losses;
import ansatz.tensor.Tensor;
import ansatz.tensor.TensorType;
import java.util.List;

/** W6: LSTM 32-128 over 64 steps, the last hidden state to 10 classes. */
public final class Lstm {
  private static final int WIDTH = 128;

  private Lstm() {}

  public static Workload of(DType type, int batch) {
    List<TensorType> types = Training.types(type, new int[][] {{32, 4 * WIDTH}, {WIDTH, 4 * WIDTH}, {4 * WIDTH},
      {WIDTH, 10}, {10}});
    return Training.of(types, TensorType.of(type, 64, batch, 32), TensorType.of(DType.I32, batch), (p, x) -> {
      Tensor zero = Tensor.zeros(type, batch, WIDTH);
      Tensor h = Control.scan((carry, slices) -> cell(p, carry, slices.getFirst()), List.of(zero, zero), List.of(x))
          .carry().getFirst();
      return h.matmul(p.get(3)).add(p.get(4));
    }, (z, labels) -> Losses.crossEntropy(z, labels).mean());
  }

  private static Control.Scanned cell(List<Tensor> p, List<Tensor> carry, Tensor x) {
    Tensor gates = x.matmul(p.get(0)).add(carry.getFirst().matmul(p.get(1))).add(p.get(2));
    Tensor c = Activations.sigmoid(gates.slice(":, 128:256")).mul(carry.get(1))
        .add(Activations.sigmoid(gates.slice(":, :128")).mul(gates.slice(":, 256:384").tanh()));
    return new Control.Scanned(List.of(Activations.sigmoid(gates.slice(":, 384:")).mul(c.tanh()), c), List.of());
  }
}
