package ansatz.bench.workload;

import ansatz.bench.Workload;
import ansatz.tensor.Activations;
import ansatz.tensor.Convolutions;
import ansatz.tensor.DType;
import ansatz.tensor.Key;
import ansatz.tensor.Losses;
import ansatz.tensor.Norms;
import ansatz.tensor.Pooling;
import ansatz.tensor.Sample;
import ansatz.tensor.Tensor;
import ansatz.tensor.TensorType;
import ansatz.tensor.Values;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * W9: W3 with its convolutions batch-normalised instead of biased, with running statistics as the model's state, and
 * half of what enters the last two layers dropped, by keys of the step's number.
 */
public final class NormalizedLeNet {
  private static final int[][] WEIGHTS = {{6, 1, 5, 5}, {16, 6, 5, 5}, {400, 120}, {120}, {120, 84}, {84}, {84, 10},
    {10}};
  private static final int[] CHANNELS = {6, 16};
  private static final double EPSILON = 1e-5;
  /** The share of a batch in running statistics. */
  private static final double MOMENTUM = 0.1;
  private static final double DROPPED = 0.5;

  private NormalizedLeNet() {}

  /** Parameters: weights, then scale and shift of each normalisation; state: running mean and variance of each. */
  public static Workload of(DType type, int batch) {
    Random random = new Random(7);
    List<Values> parameters = new ArrayList<>();
    List<Values> state = new ArrayList<>();
    Training.types(type, WEIGHTS).forEach(weight -> parameters.add(Training.initial(weight, random)));
    for (int channels : CHANNELS) {
      parameters.addAll(List.of(Training.ones(type, channels), Values.zeros(TensorType.of(type, channels))));
      state.addAll(List.of(Values.zeros(TensorType.of(type, channels)), Training.ones(type, channels)));
    }
    List<Values> data = List.of(Training.normal(type, random, batch, 1, 28, 28),
        Training.target(TensorType.of(DType.I32, batch), random));
    return Training.of(parameters, state, data,
        (p, step, s, in) -> loss(p, step.to(DType.I32), s, in.get(0), in.get(1)));
  }

  /** The loss and the new running statistics. */
  private static List<Tensor> loss(List<Tensor> p, Tensor step, List<Tensor> state, Tensor x, Tensor labels) {
    List<Tensor> out = new ArrayList<>();
    Tensor h = x;
    for (int i = 0; i < CHANNELS.length; i++) {
      h = Convolutions.plain().padding(i == 0 ? 2 : 0).conv(h, p.get(i));
      int own = WEIGHTS.length + 2 * i;
      h = normalized(h, p.get(own), p.get(own + 1), state.subList(2 * i, 2 * i + 2), out);
      h = Pooling.mean(Activations.relu(h), Pooling.square(2, 2, 0));
    }
    Key key = Key.of(9).fold(step);
    h = h.reshape(h.shape().extent(0), -1);
    for (int layer = 0; layer < 3; layer++) {
      h = layer == 0 ? h : dropped(key.fold(layer), Activations.relu(h));
      h = h.matmul(p.get(2 + 2 * layer)).add(p.get(3 + 2 * layer));
    }
    out.addFirst(Losses.crossEntropy(h, labels).mean());
    return out;
  }

  /**
   * Batch normalisation over all but the channels of x [N,C,H,W]; adds the running mean and the running variance, the
   * latter of unbiased ones.
   */
  private static Tensor normalized(Tensor x, Tensor scale, Tensor shift, List<Tensor> running, List<Tensor> out) {
    int[] axes = Norms.besidesChannels(x);
    Tensor mean = x.mean(axes);
    Tensor centred = x.sub(Norms.perChannel(mean, x));
    Tensor variance = centred.square().mean(axes);
    double count = (double) x.type().size() / scale.type().size();
    out.add(running.get(0).mul(1 - MOMENTUM).add(mean.mul(MOMENTUM)));
    out.add(running.get(1).mul(1 - MOMENTUM).add(variance.mul(MOMENTUM * count / (count - 1))));
    return centred.mul(Norms.perChannel(scale.div(variance.add(EPSILON).sqrt()), x)).add(Norms.perChannel(shift, x));
  }

  private static Tensor dropped(Key key, Tensor x) {
    Tensor dropped = Sample.uniform(key, DType.F32, x.shape().extents()).lt(DROPPED);
    return dropped.select(Tensor.zeros(x.type()), x.div(1 - DROPPED));
  }
}
