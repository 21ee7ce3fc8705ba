package ansatz.bench.varied;

import ansatz.bench.Workload;
import ansatz.tensor.Activations;
import ansatz.tensor.AssociativeScan;
import ansatz.tensor.Attention;
import ansatz.tensor.Control;
import ansatz.tensor.DType;
import ansatz.tensor.Losses;
import ansatz.tensor.Norms;
import ansatz.tensor.Shape;
import ansatz.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/** Training steps of networks on sequences. */
final class RecurrentNets {
  private RecurrentNets() {}

  /** An LSTM whose gates see its cell, with a label at each step. */
  static Workload peepholes(DType type, int steps, int in, int width, int batch) {
    return new Recipe(type).weight(in, 4 * width).weight(width, 4 * width).constant(0, 4 * width)
        .constant(0.1, 3, width).dense(width, 9).normal(steps, batch, in).integers(9, steps, batch)
        .train(Optimizer.rmsProp(1e-3).clipped(1), (p, _, data) -> {
          Tensor zero = Tensor.zeros(type, batch, width);
          Tensor h = Control.scan((carry, slices) -> {
            Tensor c = carry.get(1);
            List<Tensor> z = slices.getFirst().matmul(p.get(0)).add(carry.get(0).matmul(p.get(1))).add(p.get(2))
                .split(1, width, width, width, width);
            Tensor input = Activations.sigmoid(z.get(0).add(c.mul(p.get(3).at(0, 0))));
            Tensor forget = Activations.sigmoid(z.get(1).add(c.mul(p.get(3).at(0, 1))));
            Tensor next = forget.mul(c).add(input.mul(z.get(2).tanh()));
            Tensor out = Activations.sigmoid(z.get(3).add(next.mul(p.get(3).at(0, 2))));
            Tensor y = out.mul(next.tanh());
            return new Control.Scanned(List.of(y, next), List.of(y));
          }, List.of(zero, zero), List.of(data.getFirst())).outputs().getFirst();
          return Losses.crossEntropy(h.matmul(p.get(4)).add(p.get(5)), data.get(1)).mean();
        });
  }

  /** Two GRUs of embedded letters, forwards and backwards; weights of the embedding are those of the output too. */
  static Workload bidirectional(DType type, int letters, int width, int steps, int batch) {
    Recipe recipe = new Recipe(type).weight(letters, width);
    for (int direction = 0; direction < 2; direction++) {
      recipe.weight(width, 3 * width).weight(width, 3 * width).constant(0, 3 * width);
    }
    return recipe.weight(2 * width, width).integers(letters, steps, batch).integers(letters, steps, batch)
        .train(Optimizer.adamW(1e-3, 0).clipped(1), (p, _, data) -> {
          Tensor x = p.get(0).take(data.get(0), 0);
          Tensor h = Tensor.concat(2, gru(p.subList(1, 4), x, width, false), gru(p.subList(4, 7), x, width, true));
          Tensor logits = h.matmul(p.get(7)).matmul(p.get(0).transpose(1, 0));
          return Losses.crossEntropy(logits, data.get(1)).mean();
        });
  }

  private static Tensor gru(List<Tensor> p, Tensor x, int width, boolean reverse) {
    Tensor start = Tensor.zeros(x.dtype(), x.shape().extent(1), width);
    return Control.scan((carry, slices) -> {
      Tensor h = carry.getFirst();
      List<Tensor> a = slices.getFirst().matmul(p.get(0)).add(p.get(2)).split(1, width, width, width);
      List<Tensor> b = h.matmul(p.get(1)).split(1, width, width, width);
      Tensor reset = Activations.sigmoid(a.get(0).add(b.get(0)));
      Tensor update = Activations.sigmoid(a.get(1).add(b.get(1)));
      Tensor candidate = a.get(2).add(reset.mul(b.get(2))).tanh();
      Tensor next = candidate.add(update.mul(h.sub(candidate)));
      return new Control.Scanned(List.of(next), List.of(next));
    }, List.of(start), List.of(x), x.shape().extent(0), reverse).outputs().getFirst();
  }

  /** A linear recurrence of complex numbers of modulus below 1, all steps by an associative scan, then a gate. */
  static Workload linearRecurrence(DType type, int width, int steps, int batch) {
    return new Recipe(type).constant(-1, width).constant(0.5, width).weight(width, width).weight(width, width)
        .weight(width, width).weight(width, width).normal(steps, batch, width).normal(steps, batch, width)
        .train(Optimizer.adamW(1e-3, 0.1), (p, _, data) -> {
          Tensor x = data.getFirst();
          Tensor modulus = p.get(0).exp().neg().exp();
          Tensor one = Tensor.ones(type, steps, batch, width);
          List<Tensor> h = AssociativeScan.of((a, b) -> {
            // a first, then b: x -> la x + ua, then lb (..) + ub
            Tensor re = a.get(0).mul(b.get(0)).sub(a.get(1).mul(b.get(1)));
            Tensor im = a.get(0).mul(b.get(1)).add(a.get(1).mul(b.get(0)));
            Tensor ure = b.get(0).mul(a.get(2)).sub(b.get(1).mul(a.get(3))).add(b.get(2));
            Tensor uim = b.get(0).mul(a.get(3)).add(b.get(1).mul(a.get(2))).add(b.get(3));
            return List.of(re, im, ure, uim);
          }, List.of(one.mul(modulus.mul(p.get(1).cos())), one.mul(modulus.mul(p.get(1).sin())), x.matmul(p.get(2)),
              x.matmul(p.get(3))));
          Tensor y = h.get(2).matmul(p.get(4)).sub(h.get(3).matmul(p.get(5)));
          return Activations.silu(y).add(x).sub(data.get(1)).square().mean();
        });
  }

  /** Patches of an image with a token for the class through an encoder of one layer with GELU. */
  static Workload patches(DType type, int patches, int pixels, int width, int heads, int batch) {
    return new Recipe(type).dense(pixels, width).weight(1, width).weight(patches + 1, width).dense(width, 3 * width)
        .dense(width, width).dense(width, 2 * width, width).dense(width, 10).normal(batch, patches, pixels)
        .integers(10, batch).train(Optimizer.adamW(1e-3, 0.05), (p, _, data) -> {
          Tensor x = data.getFirst().matmul(p.get(0)).add(p.get(1));
          x = Tensor.concat(1, p.get(2).expand(0).broadcast(Shape.of(batch, 1, width)), x).add(p.get(3));
          List<Tensor> qkv = new ArrayList<>();
          for (Tensor part : Norms.layer(x, 1, 1e-6).matmul(p.get(4)).add(p.get(5)).split(2, width, width, width)) {
            qkv.add(Attention.heads(part, heads));
          }
          Tensor y = Attention.joined(Attention.scaledDotProduct(qkv.get(0), qkv.get(1), qkv.get(2)));
          x = x.add(y.matmul(p.get(6)).add(p.get(7)));
          x = x.add(DenseNets.dense(p.subList(8, 12), Norms.layer(x, 1, 1e-6), Activations::gelu));
          return Losses.crossEntropy(Norms.layer(x.at(1, 0), 1, 1e-6).matmul(p.get(12)).add(p.get(13)), data.get(1))
              .mean();
        });
  }

  /** A decoder that looks at a source by RMS-normalised cross-attention, with a gated network behind; padding masked. */
  static Workload crossAttention(DType type, int source, int target, int width, int heads, int batch) {
    return new Recipe(type).weight(width, width).weight(width, 2 * width).weight(width, width).weight(width, 4 * width)
        .weight(2 * width, width).normal(batch, source, width).normal(batch, target, width).integers(source, batch)
        .normal(batch, target, width).train(Optimizer.lamb(1e-3, 0), (p, _, data) -> {
          Tensor x = data.get(1);
          Tensor q = Attention.heads(Norms.rms(x, 1e-6).matmul(p.get(0)), heads);
          List<Tensor> kv = data.get(0).matmul(p.get(1)).split(2, width, width);
          Tensor mask = Tensor.arange(DType.I32, source).le(data.get(2).expand(1)).reshape(batch, 1, 1, source);
          Tensor a = Attention.weights(q, Attention.heads(kv.get(0), heads), mask)
              .matmul(Attention.heads(kv.get(1), heads));
          x = x.add(Attention.joined(a).matmul(p.get(2)));
          Tensor h = Activations.glu(Norms.rms(x, 1e-6).matmul(p.get(3)), 2);
          return Losses.huber(x.add(h.matmul(p.get(4))), data.get(3), 1).mean();
        });
  }
}
