package ansatz.bench.varied;

import ansatz.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * How parameters follow their gradients.
 *
 * @param slots how many tensors of its shape each parameter has beside it
 * @param prepared what is done to all gradients first
 */
record Optimizer(int slots, UnaryOperator<List<Tensor>> prepared, Rule rule) {
  /** The change of one parameter. */
  @FunctionalInterface
  interface Rule {
    /** A weight, its gradient, its slots and the number of the step, from 1, to the weight and the slots. */
    List<Tensor> apply(Tensor w, Tensor g, List<Tensor> slots, Tensor t);
  }

  private static Optimizer of(int slots, Rule rule) {
    return new Optimizer(slots, UnaryOperator.identity(), rule);
  }

  /** w = w - rate g. */
  static Optimizer descent(double rate) {
    return of(0, (w, g, _, _) -> List.of(w.sub(g.mul(rate))));
  }

  /** Nesterov's momentum: v = 0.9 v + g, w = w - rate (g + 0.9 v). */
  static Optimizer nesterov(double rate) {
    return of(1, (w, g, slots, _) -> {
      Tensor v = slots.getFirst().mul(0.9).add(g);
      return List.of(w.sub(g.add(v.mul(0.9)).mul(rate)), v);
    });
  }

  /** RMSProp: v = 0.9 v + 0.1 g^2, w = w - rate g / (sqrt v + 1e-7). */
  static Optimizer rmsProp(double rate) {
    return of(1, (w, g, slots, _) -> {
      Tensor v = slots.getFirst().mul(0.9).add(g.square().mul(0.1));
      return List.of(w.sub(g.div(v.sqrt().add(1e-7)).mul(rate)), v);
    });
  }

  /** AdamW: Adam with a decay of weights beside it. */
  static Optimizer adamW(double rate, double decay) {
    return of(2, (w, g, slots, t) -> {
      Moments m = Moments.of(g, slots, t);
      return List.of(w.sub(m.direction().add(w.mul(decay)).mul(rate)), m.first(), m.second());
    });
  }

  /** LAMB: the direction of AdamW, as long as the weight. */
  static Optimizer lamb(double rate, double decay) {
    return of(2, (w, g, slots, t) -> {
      Moments m = Moments.of(g, slots, t);
      Tensor u = m.direction().add(w.mul(decay));
      Tensor length = w.square().sum().sqrt();
      Tensor other = u.square().sum().sqrt();
      Tensor one = Tensor.ones(w.dtype());
      Tensor trust = length.gt(0).and(other.gt(0)).select(length.div(other.max(Tensor.scalar(w.dtype(), 1e-9))), one);
      return List.of(w.sub(u.mul(trust).mul(rate)), m.first(), m.second());
    });
  }

  /** Muon: momentum of matrices made orthogonal by five steps of Newton and Schulz; other parameters by descent. */
  static Optimizer muon(double rate) {
    return of(1, (w, g, slots, _) -> {
      Tensor v = slots.getFirst().mul(0.95).add(g);
      return List.of(w.sub((w.rank() == 2 ? orthogonal(v) : v).mul(rate)), v);
    });
  }

  private static Tensor orthogonal(Tensor v) {
    Tensor x = v.div(v.norm().add(1e-7));
    for (int i = 0; i < 5; i++) {
      Tensor a = x.matmul(x.transpose(1, 0));
      x = x.mul(3.4445).add(a.mul(-4.7750).add(a.matmul(a).mul(2.0315)).matmul(x));
    }
    return x;
  }

  /** The same with all gradients together cut to a length. */
  Optimizer clipped(double most) {
    return new Optimizer(slots, gradients -> {
      Tensor length = gradients.stream().map(g -> g.square().sum()).reduce(Tensor::add).orElseThrow().sqrt();
      Tensor scale = length.max(Tensor.scalar(length.dtype(), most)).rdiv(most);
      return prepared.apply(gradients).stream().map(g -> g.mul(scale)).toList();
    }, rule);
  }

  /** The same with a mean of past weights, 0.99 of the past and 0.01 of the present, in a further slot. */
  Optimizer averaged() {
    return new Optimizer(slots + 1, prepared, (w, g, all, t) -> {
      List<Tensor> next = new ArrayList<>(rule.apply(w, g, all.subList(0, slots), t));
      next.add(all.getLast().mul(0.99).add(next.getFirst().mul(0.01)));
      return next;
    });
  }

  /** Adam's moments and where they lead. */
  private record Moments(Tensor first, Tensor second, Tensor direction) {
    static Moments of(Tensor g, List<Tensor> slots, Tensor t) {
      Tensor m = slots.get(0).mul(0.9).add(g.mul(0.1));
      Tensor v = slots.get(1).mul(0.99).add(g.square().mul(0.01));
      Tensor scale = v.div(Tensor.scalar(t.dtype(), 0.99).pow(t).rsub(1)).sqrt().add(1e-6);
      return new Moments(m, v, m.div(Tensor.scalar(t.dtype(), 0.9).pow(t).rsub(1)).div(scale));
    }
  }
}
