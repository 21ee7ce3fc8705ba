package ansatz.bench.varied;

import ansatz.bench.Workload;
import ansatz.tensor.Activations;
import ansatz.tensor.Control;
import ansatz.tensor.DType;
import ansatz.tensor.Key;
import ansatz.tensor.Losses;
import ansatz.tensor.Norms;
import ansatz.tensor.Sample;
import ansatz.tensor.Tensor;
import ansatz.tensor.TensorType;
import ansatz.tensor.Transforms;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** Training steps of networks of dense layers. */
final class DenseNets {
  private DenseNets() {}

  /** Layers of weights and biases; an activation between them. */
  static Tensor dense(List<Tensor> p, Tensor x, UnaryOperator<Tensor> activation) {
    Tensor h = x;
    for (int i = 0; i < p.size(); i += 2) {
      h = h.matmul(p.get(i)).add(p.get(i + 1));
      h = i + 2 < p.size() ? activation.apply(h) : h;
    }
    return h;
  }

  /** Three hidden layers with layer normalisation and SiLU; AdamW on gradients of a limited length. */
  static Workload normalized(DType type, int in, int width, int batch) {
    Recipe recipe = new Recipe(type);
    for (int layer = 0; layer < 3; layer++) {
      recipe.dense(layer == 0 ? in : width, width).constant(1, width).constant(0, width);
    }
    return recipe.dense(width, 7).normal(batch, in).integers(7, batch)
        .train(Optimizer.adamW(1e-3, 0.01).clipped(0.5), (p, _, data) -> {
          Tensor h = data.getFirst();
          for (int layer = 0; layer < 12; layer += 4) {
            h = Norms.layer(h.matmul(p.get(layer)).add(p.get(layer + 1)), 1, 1e-5);
            h = Activations.silu(h.mul(p.get(layer + 2)).add(p.get(layer + 3)));
          }
          return Losses.crossEntropy(dense(p.subList(12, 14), h, null), data.get(1), 0.1).mean();
        });
  }

  /** A variational autoencoder with Bernoulli outputs, by one sample of its code. */
  static Workload autoencoder(DType type, int pixels, int width, int code, int batch) {
    return new Recipe(type).dense(pixels, width, 2 * code).dense(code, width, pixels).uniform(batch, pixels)
        .train(Optimizer.adamW(1e-3, 0), (p, t, data) -> {
          Tensor x = data.getFirst();
          List<Tensor> q = dense(p.subList(0, 4), x, Activations::relu).split(1, code, code);
          Tensor noise = Sample.normal(Key.of(3).fold(t.to(DType.I32)), DType.F32, batch, code).to(type);
          Tensor z = q.get(0).add(q.get(1).mul(0.5).exp().mul(noise));
          Tensor logits = dense(p.subList(4, 8), z, Activations::relu);
          Tensor divergence = q.get(0).square().add(q.get(1).exp()).sub(q.get(1)).sub(1).mul(0.5).sum(1);
          return Losses.binaryCrossEntropy(logits, x).sum(1).add(divergence).mean();
        });
  }

  /** The noise of a diffusion at random times, by a network that is told the time in sines; weights are averaged. */
  static Workload denoiser(DType type, int dimension, int width, int batch) {
    int steps = 100;
    double[] kept = new double[steps];
    for (int i = 0; i < steps; i++) {
      kept[i] = (i == 0 ? 1 : kept[i - 1]) * (1 - 1e-3 - 0.02 * i / steps);
    }
    return new Recipe(type).dense(dimension + 32, width, width, dimension).normal(batch, dimension)
        .train(Optimizer.adamW(1e-3, 0).averaged(), (p, t, data) -> {
          List<Key> keys = Key.of(5).fold(t.to(DType.I32)).split(2);
          Tensor time = Sample.integers(keys.get(0), 0, steps, batch).to(DType.I32);
          Tensor noise = Sample.normal(keys.get(1), DType.F32, batch, dimension).to(type);
          Tensor share = Tensor.of(kept).to(type).take(time, 0).expand(1);
          Tensor x = data.getFirst().mul(share.sqrt()).add(noise.mul(share.rsub(1).sqrt()));
          Tensor rates = Tensor.arange(type, 16).mul(-Math.log(1e4) / 16).exp();
          Tensor angle = time.to(type).expand(1).mul(rates);
          Tensor h = dense(p, Tensor.concat(1, x, angle.sin(), angle.cos()), Activations::silu);
          return h.sub(noise).square().mean();
        });
  }

  /** Two views of each example are to be closer than those of others: InfoNCE in both directions; LAMB. */
  static Workload contrastive(DType type, int in, int width, int out, int batch) {
    return new Recipe(type).dense(in, width, out).constant(0).normal(batch, in).normal(batch, in)
        .train(Optimizer.lamb(1e-2, 0.01), (p, _, data) -> {
          List<Tensor> unit = data.stream().map(x -> {
            Tensor z = dense(p.subList(0, 4), x, Activations::gelu);
            return z.div(z.square().sum(1).add(1e-8).sqrt().expand(1));
          }).toList();
          Tensor logits = unit.get(0).matmul(unit.get(1).transpose(1, 0)).mul(p.get(4).exp().mul(5));
          Tensor own = Tensor.arange(DType.I32, batch);
          return Losses.crossEntropy(logits, own).mean()
              .add(Losses.crossEntropy(logits.transpose(1, 0), own).mean()).mul(0.5);
        });
  }

  /** Skip-gram vectors of words with drawn others: logistic losses on products of rows of two tables. */
  static Workload wordVectors(DType type, int words, int dimension, int batch, int drawn) {
    return new Recipe(type).weight(words, dimension).weight(words, dimension).integers(words, batch)
        .integers(words, batch).integers(words, batch, drawn).train(Optimizer.descent(0.1), (p, _, data) -> {
          Tensor centre = p.get(0).take(data.get(0), 0);
          Tensor near = p.get(1).take(data.get(1), 0).mul(centre).sum(1);
          Tensor far = p.get(1).take(data.get(2), 0).mul(centre.expand(1)).sum(2);
          return Activations.softplus(near.neg()).add(Activations.softplus(far).sum(1)).mean();
        });
  }

  /** Gradients of each example, cut to a length each, their mean with noise: training with differential privacy. */
  static Workload privateGradients(DType type, int in, int width, int batch) {
    Recipe recipe = new Recipe(type).dense(in, width, 10).normal(batch, in).integers(10, batch);
    return recipe.update((p, t, data) -> {
      List<Tensor> each = Transforms.vmap(e -> Transforms.gradients(q -> List.of(
          Losses.crossEntropy(dense(q, e.get(0), Tensor::tanh), e.get(1))), 0, 1, 2, 3).apply(p), 0, 0).apply(data);
      Tensor length = each.stream().map(g -> g.reshape(batch, -1).square().sum(1)).reduce(Tensor::add).orElseThrow();
      Tensor scale = length.sqrt().max(Tensor.scalar(type, 1)).rdiv(1);
      Key key = Key.of(2).fold(t.to(DType.I32));
      List<Tensor> next = new ArrayList<>();
      for (int i = 0; i < p.size(); i++) {
        Tensor sum = scale.reshape(1, batch).matmul(each.get(i).reshape(batch, -1)).reshape(p.get(i).shape());
        Tensor noise = Sample.normal(key.fold(i), DType.F32, p.get(i).shape().extents()).to(type);
        next.add(p.get(i).sub(sum.add(noise.mul(0.1)).mul(0.1 / batch)));
      }
      return next;
    });
  }

  /** MAML: parameters from which one step of descent on each task fits it, by second derivatives. */
  static Workload adapted(DType type, int width, int tasks, int shots) {
    return new Recipe(type).dense(1, width, width, 1).uniform(tasks, 2).normal(tasks, 2, shots, 1)
        .train(Optimizer.adamW(1e-3, 0), (p, _, data) -> Transforms.vmap(task -> {
          Tensor x = task.get(1);
          Tensor y = x.add(task.get(0).slice(0, 0, 1)).sin().mul(task.get(0).slice(0, 1, 2));
          List<Tensor> inner = p;
          for (int i = 0; i < 2; i++) {
            List<Tensor> g = Transforms.gradients(q -> List.of(error(q, x.at(0, 0), y.at(0, 0)))).apply(inner);
            List<Tensor> moved = new ArrayList<>();
            for (int k = 0; k < g.size(); k++) {
              moved.add(inner.get(k).sub(g.get(k).mul(0.05)));
            }
            inner = moved;
          }
          return List.of(error(inner, x.at(0, 1), y.at(0, 1)));
        }, 0, 0).apply(data).getFirst().mean());
  }

  private static Tensor error(List<Tensor> p, Tensor x, Tensor y) {
    return dense(p, x, Activations::relu).sub(y).square().mean();
  }

  /** Training on examples moved by five steps along the sign of their gradient, within a box; momentum orthogonalised. */
  static Workload adversarial(DType type, int in, int width, int batch) {
    return new Recipe(type).dense(in, width, width, 10).uniform(batch, in).integers(10, batch)
        .train(Optimizer.muon(0.01), (p, _, data) -> {
          Tensor x = data.getFirst();
          List<Tensor> fixed = p.stream().map(Control::stopGradient).toList();
          Tensor moved = Control.scan((carry, _) -> {
            Tensor g = Transforms.grad(z -> Losses.crossEntropy(dense(fixed, z, Activations::relu), data.get(1)).mean())
                .apply(carry.getFirst());
            Tensor next = carry.getFirst().add(g.sign().mul(0.01));
            return new Control.Scanned(List.of(next.max(x.sub(0.03)).min(x.add(0.03)).clip(0, 1)),
                List.of());
          }, List.of(x), List.of(), 5, false).carry().getFirst();
          return Losses.crossEntropy(dense(p, Control.stopGradient(moved), Activations::relu),
              data.get(1)).mean();
        });
  }

  /** Sets of points: a network on each, the greatest of each feature, a network on these; dropout. */
  static Workload points(DType type, int width, int points, int batch) {
    return new Recipe(type).dense(3, width, 2 * width).dense(2 * width, width, 10).normal(batch, points, 3)
        .integers(10, batch).train(Optimizer.adamW(1e-3, 0), (p, t, data) -> {
          Tensor h = dense(p.subList(0, 4), data.getFirst(), Activations::relu).max(1);
          Tensor kept = Sample.uniform(Key.of(4).fold(t.to(DType.I32)), DType.F32, batch, 2 * width).lt(0.7);
          h = kept.select(h.div(0.7), Tensor.zeros(type));
          return Losses.crossEntropy(dense(p.subList(4, 8), h, Activations::relu), data.get(1)).mean();
        });
  }

  /** A planar flow that turns normal points into two moons of a potential: -E[log p - log q]. */
  static Workload planarFlow(DType type, int layers, int batch) {
    Recipe recipe = new Recipe(type);
    for (int layer = 0; layer < layers; layer++) {
      recipe.weight(1, 2).weight(1, 2).constant(0, 1);
    }
    return recipe.train(Optimizer.rmsProp(1e-3), (p, t, _) -> {
      Tensor z = Sample.normal(Key.of(6).fold(t.to(DType.I32)), DType.F32, batch, 2).to(type);
      Tensor logdet = Tensor.zeros(TensorType.of(type, batch));
      for (int layer = 0; layer < 3 * layers; layer += 3) {
        Tensor u = p.get(layer).reshape(2);
        Tensor w = p.get(layer + 1).reshape(2);
        Tensor a = z.mul(w).sum(1).add(p.get(layer + 2)).tanh();
        logdet = logdet.add(a.square().rsub(1).mul(u.mul(w).sum()).add(1).abs().add(1e-6).log());
        z = z.add(a.expand(1).mul(u));
      }
      Tensor ring = z.square().sum(1).sqrt().sub(2).div(0.4).square().mul(0.5);
      Tensor x = z.slice(1, 0, 1).reshape(batch);
      Tensor moons = x.sub(2).div(0.6).square().mul(-0.5).exp().add(x.add(2).div(0.6).square().mul(-0.5).exp());
      return ring.sub(moons.add(1e-9).log()).sub(logdet).mean();
    });
  }

  /** Sliced score matching: v . d(v . s)/dx + |v . s|^2 / 2 of a network s. */
  static Workload score(DType type, int in, int width, int batch) {
    return new Recipe(type).dense(in, width, width, in).normal(batch, in)
        .train(Optimizer.nesterov(1e-3), (p, t, data) -> {
          Tensor v = Sample.normal(Key.of(8).fold(t.to(DType.I32)), DType.F32, batch, in).to(type);
          Transforms.Jvp s = Transforms.jvp(x -> List.of(dense(p, x.getFirst(), Activations::softplus)), data,
              List.of(v));
          Tensor along = s.values().getFirst().mul(v).sum(1);
          return s.tangents().getFirst().mul(v).sum(1).add(along.square().mul(0.5)).mean();
        });
  }
}
