package ansatz.bench.varied;

import ansatz.bench.Workload;
import ansatz.tensor.Activations;
import ansatz.tensor.Control;
import ansatz.tensor.DType;
import ansatz.tensor.Key;
import ansatz.tensor.Linalg;
import ansatz.tensor.Losses;
import ansatz.tensor.Sample;
import ansatz.tensor.Segments;
import ansatz.tensor.Tensor;
import ansatz.tensor.Transforms;
import java.util.List;
import java.util.function.UnaryOperator;

/** Samplers, Gaussian processes, differential equations, graphs: what is no chain of layers. */
final class Inference {
  private Inference() {}

  /** Hamiltonian Monte Carlo of logistic regression: leapfrog steps in a scan, chains side by side. */
  static Workload hamiltonian(DType type, int dimension, int examples, int chains, int leaps) {
    return new Recipe(type).constant(0.1, chains, dimension).normal(examples, dimension).integers(2, examples)
        .update((p, t, data) -> {
          Tensor label = data.get(1).to(type);
          UnaryOperator<Tensor> energy = q -> Losses.binaryCrossEntropy(q.matmul(data.get(0).transpose(1, 0)), label)
              .sum(1).add(q.square().sum(1).mul(0.5));
          UnaryOperator<Tensor> force = Transforms.grad(q -> energy.apply(q).sum());
          List<Key> keys = Key.of(9).fold(t.to(DType.I32)).split(2);
          Tensor q = p.getFirst();
          Tensor v = Sample.normal(keys.get(0), DType.F32, chains, dimension).to(type);
          double step = 0.03;
          List<Tensor> end = Control.scan((carry, _) -> {
            Tensor moved = carry.get(0).add(carry.get(1).mul(step));
            return new Control.Scanned(List.of(moved, carry.get(1).sub(force.apply(moved).mul(step))), List.of());
          }, List.of(q, v.sub(force.apply(q).mul(step / 2))), List.of(), leaps, false).carry();
          Tensor last = end.get(1).add(force.apply(end.get(0)).mul(step / 2));
          Tensor change = energy.apply(q).sub(energy.apply(end.get(0)))
              .add(v.square().sum(1).sub(last.square().sum(1)).mul(0.5));
          Tensor accepted = Sample.uniform(keys.get(1), DType.F32, chains).to(type).log().lt(change);
          return List.of(accepted.expand(1).select(end.get(0), q), accepted.to(type).mean());
        });
  }

  /** The marginal likelihood of a Gaussian process with a length for each input, by Cholesky's factor. */
  static Workload gaussianProcess(DType type, int examples, int inputs) {
    return new Recipe(type).constant(0, inputs).constant(0, 2).normal(examples, inputs).normal(examples, 1)
        .train(Optimizer.adamW(1e-2, 0), (p, _, data) -> {
          Tensor x = data.get(0).div(p.get(0).exp());
          Tensor squares = x.square().sum(1);
          Tensor apart = squares.expand(1).add(squares.expand(0)).sub(x.matmul(x.transpose(1, 0)).mul(2));
          Tensor noise = p.get(1).at(0, 1).exp().add(1e-4);
          Tensor k = apart.max(Tensor.zeros(type)).mul(-0.5).exp().mul(p.get(1).at(0, 0).exp())
              .add(Tensor.eye(type, examples).mul(noise));
          Tensor l = Linalg.cholesky(k);
          Tensor half = Linalg.solveTriangular(l, data.get(1), true);
          return half.square().sum().mul(0.5).add(l.diagonal().log().sum());
        });
  }

  /** A neural differential equation through Runge and Kutta's steps of fourth order. */
  static Workload differentialEquation(DType type, int width, int steps, int batch, boolean checkpointed) {
    return new Recipe(type).dense(3, width, width, 3).normal(batch, 3).normal(batch, 3).uniform(steps)
        .train(Optimizer.adamW(1e-3, 0), (p, _, data) -> {
          UnaryOperator<Tensor> f = y -> DenseNets.dense(p, y, Tensor::tanh);
          double h = 1.0 / steps;
          Control.Step step = (carry, slices) -> {
            Tensor y = carry.getFirst();
            Tensor a = f.apply(y);
            Tensor b = f.apply(y.add(a.mul(h / 2)));
            Tensor c = f.apply(y.add(b.mul(h / 2)));
            Tensor d = f.apply(y.add(c.mul(h)));
            Tensor next = y.add(a.add(b.mul(2)).add(c.mul(2)).add(d).mul(slices.getFirst().mul(h / 6)));
            return new Control.Scanned(List.of(next), List.of());
          };
          List<Tensor> start = List.of(data.getFirst());
          List<Tensor> time = List.of(data.get(2));
          Tensor end = (checkpointed
              ? Control.scanCheckpointed(step, start, time, steps / 4)
              : Control.scan(step, start, time)).carry().getFirst();
          return end.sub(data.get(1)).square().mean();
        });
  }

  /** Two layers of graph attention, with several heads, over edges. */
  static Workload graphAttention(DType type, int nodes, int edges, int in, int heads, int width) {
    int all = heads * width;
    return new Recipe(type).weight(in, all).constant(0.1, heads, width).constant(-0.1, heads, width).weight(all, 7)
        .constant(0.1, 1, 7).constant(-0.1, 1, 7).normal(nodes, in).integers(nodes, edges).integers(nodes, edges)
        .integers(7, nodes).train(Optimizer.adamW(5e-3, 5e-4), (p, _, data) -> {
          Tensor h = attended(data.get(0).matmul(p.get(0)).reshape(nodes, heads, width), p, 1, data);
          Tensor z = attended(Activations.elu(h.reshape(nodes, all), 1).matmul(p.get(3)).reshape(nodes, 1, 7), p, 4,
              data);
          return Losses.crossEntropy(z.reshape(nodes, 7), data.get(3)).mean();
        });
  }

  private static Tensor attended(Tensor h, List<Tensor> p, int number, List<Tensor> data) {
    int nodes = h.shape().extent(0);
    Tensor from = data.get(1);
    Tensor to = data.get(2);
    Tensor scores = h.mul(p.get(number)).sum(2).take(from, 0).add(h.mul(p.get(number + 1)).sum(2).take(to, 0));
    Tensor weights = Segments.softmax(Activations.leakyRelu(scores, 0.2), to, nodes);
    return Segments.sum(h.take(from, 0).mul(weights.expand(2)), to, nodes);
  }

  /** Metropolis' steps of an Ising model, on the even places and then on the odd ones. */
  static Workload ising(DType type, int size, int lattices, int sweeps) {
    return new Recipe(type).constant(1, lattices, size, size).normal(1).update((p, t, _) -> {
      Tensor row = Tensor.arange(DType.I32, size).expand(1);
      Tensor even = row.add(Tensor.arange(DType.I32, size).expand(0)).rem(2).eq(0);
      Key key = Key.of(4).fold(t.to(DType.I32));
      Tensor spins = Control.scan((carry, slices) -> {
        Tensor s = carry.getFirst();
        for (int colour = 0; colour < 2; colour++) {
          Tensor field = s.roll(1, 1).add(s.roll(-1, 1)).add(s.roll(1, 2)).add(s.roll(-1, 2));
          Tensor drawn = Sample.uniform(key.fold(slices.getFirst()).fold(colour), DType.F32, lattices, size, size)
              .to(type);
          Tensor flips = drawn.lt(s.mul(field).mul(-2 * 0.44).exp()).and(colour == 0 ? even : even.not());
          s = flips.select(s.neg(), s);
        }
        return new Control.Scanned(List.of(s), List.of());
      }, List.of(p.getFirst()), List.of(Tensor.arange(DType.I32, sweeps))).carry().getFirst();
      return List.of(spins, spins.mean(1, 2).abs().mean());
    });
  }

  /** Explicit steps of a Fokker-Planck equation in two dimensions, by fluxes between cells. */
  static Workload fluxes(DType type, int size, int steps) {
    return new Recipe(type).constant(1.0 / (size * size), size, size).normal(1).update((p, _, _) -> {
      Tensor x = Tensor.linspace(type, -2, 2, size);
      Tensor drift = x.sub(x.mul(x.square()));
      Tensor end = Control.scan((carry, _) -> {
        Tensor rho = carry.getFirst();
        for (int axis = 0; axis < 2; axis++) {
          Tensor v = axis == 0 ? drift.expand(1) : drift.expand(0);
          Tensor flow = rho.mul(v);
          Tensor edge = flow.slice(axis, 0, size - 1).add(flow.slice(axis, 1, size)).mul(0.5)
              .sub(rho.slice(axis, 1, size).sub(rho.slice(axis, 0, size - 1)).mul(5));
          int[] after = axis == 0 ? new int[] {1, 0} : new int[] {0, 1};
          Tensor out = edge.pad(new int[2], after, 0).sub(edge.pad(after, new int[2], 0));
          rho = rho.sub(out.mul(0.005));
        }
        return new Control.Scanned(List.of(rho), List.of());
      }, List.of(p.getFirst()), List.of(), steps, false).carry().getFirst();
      return List.of(end, end.sum());
    });
  }

  /** The tangent kernel of a network with two outputs on a batch, and a step of its linearised training. */
  static Workload tangentKernel(DType type, int in, int width, int batch) {
    return new Recipe(type).constant(0, batch, 2).weight(in, width).weight(width, 2).normal(batch, in).normal(batch, 2)
        .update((p, _, data) -> {
          List<Tensor> w = p.subList(1, 3);
          Tensor kernel = null;
          for (int layer = 0; layer < 2; layer++) {
            int own = layer;
            Tensor j = Transforms.vmap(x -> List.of(Transforms.jacobian(q -> x.getFirst().expand(0)
                .matmul(own == 0 ? q : w.get(0)).tanh().matmul(own == 1 ? q : w.get(1)).reshape(2)).apply(w.get(own))))
                .of(data.get(0)).getFirst().reshape(2 * batch, -1);
            Tensor part = j.matmul(j.transpose(1, 0));
            kernel = kernel == null ? part : kernel.add(part);
          }
          Tensor change = kernel.matmul(p.get(0).sub(data.get(1)).reshape(2 * batch, 1)).reshape(batch, 2);
          return List.of(p.get(0).sub(change.mul(0.001)), w.get(0), w.get(1), change.square().sum());
        });
  }

  /** Newton's method on logistic regression by the Hessian and a solve. */
  static Workload newton(DType type, int dimension, int examples) {
    return new Recipe(type).constant(0, dimension).normal(examples, dimension).integers(2, examples)
        .update((p, _, data) -> {
          UnaryOperator<Tensor> loss = w -> Losses
              .binaryCrossEntropy(data.get(0).matmul(w.expand(1)).reshape(examples), data.get(1).to(type)).mean()
              .add(w.square().sum().mul(0.01));
          Tensor h = Transforms.hessian(loss).apply(p.getFirst());
          Tensor g = Transforms.grad(loss).apply(p.getFirst());
          return List.of(p.getFirst().sub(Linalg.solve(h, g)), loss.apply(p.getFirst()));
        });
  }
}
