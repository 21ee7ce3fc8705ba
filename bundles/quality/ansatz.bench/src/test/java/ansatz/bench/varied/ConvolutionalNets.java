package ansatz.bench.varied;

import ansatz.bench.Workload;
import ansatz.tensor.Activations;
import ansatz.tensor.Control;
import ansatz.tensor.Convolutions;
import ansatz.tensor.DType;
import ansatz.tensor.Key;
import ansatz.tensor.Losses;
import ansatz.tensor.Norms;
import ansatz.tensor.Pooling;
import ansatz.tensor.Sample;
import ansatz.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/** Training steps of convolutional networks. */
final class ConvolutionalNets {
  private static final double MOMENTUM = 0.1;

  private ConvolutionalNets() {}

  /** A residual block with batch normalisation, stride 2 and a projection, behind one convolution. */
  static Workload residual(DType type, int[] channels, int size, int batch) {
    int a = channels[0];
    int b = channels[1];
    Recipe recipe = new Recipe(type).weight(a, 3, 3, 3).weight(b, a, 3, 3).weight(b, b, 3, 3).weight(b, a, 1, 1);
    for (int c : new int[] {a, b, b, b}) {
      recipe.constant(1, c).constant(0, c).state(0, c).state(1, c);
    }
    return recipe.dense(b, 10).normal(batch, 3, size, size).integers(10, batch)
        .trainWithState(Optimizer.nesterov(0.01), (p, _, state, data) -> {
          List<Tensor> out = new ArrayList<>();
          Convolutions same = Convolutions.plain().padding(1);
          Tensor h = Activations.relu(normalized(same.conv(data.getFirst(), p.get(0)), 0, p, state, out));
          Tensor y = Activations.relu(normalized(same.stride(2).conv(h, p.get(1)), 1, p, state, out));
          y = normalized(same.conv(y, p.get(2)), 2, p, state, out);
          y = y.add(normalized(Convolutions.plain().stride(2).conv(h, p.get(3)), 3, p, state, out));
          y = Activations.relu(y).mean(2, 3).matmul(p.get(12)).add(p.get(13));
          out.addFirst(Losses.crossEntropy(y, data.get(1)).mean());
          return out;
        });
  }

  private static Tensor normalized(Tensor x, int number, List<Tensor> p, List<Tensor> state, List<Tensor> out) {
    int[] axes = Norms.besidesChannels(x);
    out.add(state.get(2 * number).mul(1 - MOMENTUM).add(x.mean(axes).mul(MOMENTUM)));
    out.add(state.get(2 * number + 1).mul(1 - MOMENTUM).add(x.variance(axes).mul(MOMENTUM)));
    return Norms.batch(x, 1e-5).mul(Norms.perChannel(p.get(4 + 2 * number), x))
        .add(Norms.perChannel(p.get(5 + 2 * number), x));
  }

  /** A U-Net of two levels with group normalisation and SiLU that finds the noise in an image. */
  static Workload unet(DType type, int channels, int size, int batch) {
    int c = channels;
    return new Recipe(type).weight(c, 1, 3, 3).constant(0, c).weight(2 * c, c, 3, 3).constant(0, 2 * c)
        .weight(2 * c, 2 * c, 3, 3).constant(0, 2 * c).weight(2 * c, c, 2, 2).constant(0, c).weight(c, 2 * c, 3, 3)
        .constant(0, c).weight(1, c, 3, 3).constant(0, 1).normal(batch, 1, size, size)
        .train(Optimizer.adamW(1e-3, 0), (p, t, data) -> {
          Tensor noise = Sample.normal(Key.of(1).fold(t.to(DType.I32)), DType.F32, batch, 1, size, size).to(type);
          Tensor x = data.getFirst().mul(0.8).add(noise.mul(0.6));
          Tensor high = block(x, p, 0, 1);
          Tensor low = block(block(high, p, 2, 2), p, 4, 1);
          Tensor up = Convolutions.plain().stride(2).convTranspose(low, p.get(6), 0);
          up = up.add(Norms.perChannel(p.get(7), up));
          Tensor h = block(Tensor.concat(1, high, up), p, 8, 1);
          Tensor y = Convolutions.plain().padding(1).conv(h, p.get(10));
          return y.add(Norms.perChannel(p.get(11), y)).sub(noise).square().mean();
        });
  }

  private static Tensor block(Tensor x, List<Tensor> p, int number, int stride) {
    Tensor y = Convolutions.plain().padding(1).stride(stride).conv(x, p.get(number));
    return Activations.silu(Norms.group(y.add(Norms.perChannel(p.get(number + 1), y)), 2, 1e-5));
  }

  /** WaveNet: causal convolutions along a sequence, ever further apart, with gates, residuals and skips. */
  static Workload causal(DType type, int channels, int layers, int length, int batch) {
    Recipe recipe = new Recipe(type).weight(16, channels);
    for (int layer = 0; layer < layers; layer++) {
      recipe.weight(2 * channels, channels, 2).weight(channels, channels, 1);
    }
    return recipe.weight(16, channels, 1).integers(16, batch, length).integers(16, batch, length)
        .train(Optimizer.adamW(1e-3, 0), (p, _, data) -> {
          Tensor x = p.getFirst().take(data.getFirst(), 0).transpose(0, 2, 1);
          Tensor skips = null;
          for (int layer = 0; layer < layers; layer++) {
            int apart = 1 << layer;
            Tensor padded = x.pad(new int[] {0, 0, apart}, new int[3], 0);
            List<Tensor> z = Convolutions.plain().dilation(apart).conv(padded, p.get(1 + 2 * layer))
                .split(1, channels, channels);
            Tensor h = Convolutions.plain().conv(z.get(0).tanh().mul(Activations.sigmoid(z.get(1))),
                p.get(2 + 2 * layer));
            skips = skips == null ? h : skips.add(h);
            x = x.add(h);
          }
          Tensor logits = Convolutions.plain().conv(Activations.relu(skips), p.getLast());
          return Losses.crossEntropy(logits.transpose(0, 2, 1), data.get(1)).mean();
        });
  }

  /** Depthwise and pointwise convolutions with hard swish, squeeze and excitation, stride 2 in the second. */
  static Workload separable(DType type, int channels, int size, int batch) {
    int c = channels;
    return new Recipe(type).weight(c, 1, 3, 3).weight(2 * c, c, 1, 1).weight(2 * c, 1, 5, 5).weight(2 * c, 2 * c, 1, 1)
        .dense(2 * c, c / 2, 2 * c).dense(2 * c, 10).normal(batch, c, size, size).integers(10, batch)
        .train(Optimizer.rmsProp(1e-3), (p, _, data) -> {
          Tensor x = Convolutions.plain().padding(1).groups(c).conv(data.getFirst(), p.get(0));
          x = Activations.hardSwish(Convolutions.plain().conv(x, p.get(1)));
          x = Activations.hardSwish(Convolutions.plain().padding(2).stride(2).groups(2 * c).conv(x, p.get(2)));
          Tensor gate = Activations.hardSigmoid(DenseNets.dense(p.subList(4, 8), x.mean(2, 3), Activations::relu));
          x = Convolutions.plain().conv(x.mul(gate.expand(2, 3)), p.get(3));
          return Losses.crossEntropy(x.mean(2, 3).matmul(p.get(8)).add(p.get(9)), data.get(1)).mean();
        });
  }

  /** Convolutions and maxima under windows that overlap, by 3 with stride 2, as in AlexNet; dropout and dense layers. */
  static Workload overlapping(DType type, int channels, int size, int batch) {
    int c = channels;
    int rest = ((size - 1) / 2 - 1) / 2;
    return new Recipe(type).weight(c, 3, 5, 5).constant(0, c).weight(2 * c, c, 3, 3).constant(0, 2 * c)
        .dense(2 * c * rest * rest, 64, 10).normal(batch, 3, size, size).integers(10, batch)
        .train(Optimizer.nesterov(0.01), (p, t, data) -> {
          Tensor x = Convolutions.plain().padding(2).conv(data.getFirst(), p.get(0));
          x = Pooling.max(Activations.relu(x.add(Norms.perChannel(p.get(1), x))), Pooling.square(3, 2, 0));
          x = Convolutions.plain().padding(1).conv(x, p.get(2));
          x = Pooling.max(Activations.relu(x.add(Norms.perChannel(p.get(3), x))), Pooling.square(3, 2, 0));
          x = x.reshape(batch, -1);
          Tensor kept = Sample.uniform(Key.of(2).fold(t.to(DType.I32)), DType.F32, x.shape().extents()).lt(0.5);
          x = kept.select(x.mul(2), Tensor.zeros(type));
          return Losses.crossEntropy(DenseNets.dense(p.subList(4, 8), x, Activations::relu), data.get(1)).mean();
        });
  }

  /** A step of a generator of transposed convolutions and of a critic, one after the other. */
  static Workload generative(DType type, int channels, int batch) {
    int c = channels;
    return new Recipe(type).dense(20, 2 * c * 49).weight(2 * c, c, 4, 4).weight(c, 1, 4, 4).weight(c, 1, 4, 4)
        .weight(2 * c, c, 4, 4).dense(2 * c * 49, 1).uniform(batch, 1, 28, 28)
        .train(Optimizer.rmsProp(5e-5), (p, t, data) -> {
          Tensor z = Sample.normal(Key.of(1).fold(t.to(DType.I32)), DType.F32, batch, 20).to(type);
          Tensor h = Activations.relu(z.matmul(p.get(0)).add(p.get(1))).reshape(batch, 2 * c, 7, 7);
          Convolutions twice = Convolutions.plain().stride(2).padding(1);
          h = Activations.relu(twice.convTranspose(h, p.get(2), 0));
          Tensor fake = twice.convTranspose(h, p.get(3), 0).tanh();
          List<Tensor> judge = p.subList(4, 8);
          List<Tensor> fixed = judge.stream().map(Control::stopGradient).toList();
          Tensor fooled = Activations.softplus(judged(fixed, fake).neg()).mean();
          Tensor caught = Activations.softplus(judged(judge, Control.stopGradient(fake))).mean()
              .add(Activations.softplus(judged(judge, data.getFirst()).neg()).mean());
          return fooled.add(caught);
        });
  }

  private static Tensor judged(List<Tensor> p, Tensor x) {
    Convolutions half = Convolutions.plain().stride(2).padding(1);
    Tensor h = Activations.leakyRelu(half.conv(x, p.get(0)), 0.2);
    h = Activations.leakyRelu(half.conv(h, p.get(1)), 0.2);
    return h.reshape(x.shape().extent(0), -1).matmul(p.get(2)).add(p.get(3));
  }
}
