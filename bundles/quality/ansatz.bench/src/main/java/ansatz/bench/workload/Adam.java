package ansatz.bench.workload;

import ansatz.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/**
 * Adam at the rate r: m = 0.9 m + 0.1 g, v = 0.999 v + 0.001 g^2,
 * w = w - r m / (1 - 0.9^t) / (sqrt(v / (1 - 0.999^t)) + 1e-8).
 */
public final class Adam {
  /** The rate of a workload that has no other. */
  public static final double RATE = 1e-3;
  /** Smaller moments are zero: denormal numbers are slow. */
  private static final double TINY = 1e-30;

  private Adam() {}

  /** State (parameters, first moments, second moments, step) and gradients to state, at the rate {@link #RATE}. */
  public static List<Tensor> update(List<Tensor> state, List<Tensor> gradients) {
    return update(RATE, state, gradients);
  }

  /** As {@link #update(List, List)}, at another rate. */
  public static List<Tensor> update(double rate, List<Tensor> state, List<Tensor> gradients) {
    int parameters = gradients.size();
    Tensor t = state.get(3 * parameters).add(1);
    Tensor first = remaining(0.9, t);
    Tensor second = remaining(0.999, t);
    List<Tensor> weights = new ArrayList<>();
    List<Tensor> means = new ArrayList<>();
    List<Tensor> squares = new ArrayList<>();
    for (int i = 0; i < parameters; i++) {
      Tensor g = gradients.get(i);
      Tensor m = flushed(state.get(parameters + i).mul(0.9).add(g.mul(0.1)));
      Tensor v = flushed(state.get(2 * parameters + i).mul(0.999).add(g.square().mul(0.001)));
      weights.add(state.get(i).sub(m.div(first).mul(rate).div(v.div(second).sqrt().add(1e-8))));
      means.add(m);
      squares.add(v);
    }
    List<Tensor> out = new ArrayList<>(weights);
    out.addAll(means);
    out.addAll(squares);
    out.add(t);
    return out;
  }

  /** 1 - b^t; in float32 1 - 0.999 itself is off by 1e-5, and with it every step of the weights. */
  private static Tensor remaining(double decay, Tensor t) {
    return t.mul(Math.log(decay)).expm1().neg();
  }

  private static Tensor flushed(Tensor moment) {
    return moment.abs().lt(TINY).select(Tensor.zeros(moment.dtype()), moment);
  }
}
