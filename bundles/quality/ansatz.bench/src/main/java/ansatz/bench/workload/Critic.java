package ansatz.bench.workload;

import ansatz.bench.Workload;
import ansatz.tensor.DType;
import ansatz.tensor.Tensor;
import ansatz.tensor.Transforms;
import ansatz.tensor.Values;
import java.util.List;
import java.util.Random;

/**
 * W10: the step of a Wasserstein critic c, a net 2-64-64-1 with tanh between its layers, with gradient penalty:
 * mean c(fake) - mean c(real) + 10 mean (|dc/dx(x)| - 1)^2 at x = fake + e (real - fake).
 */
public final class Critic {
  private static final double PENALTY = 10;

  private Critic() {}

  /** Real and fake points [N,2], and e in [0,1] [N,1]. */
  public static Workload of(DType type, int batch) {
    Random random = new Random(7);
    List<Values> parameters = Mlp.parameters(type, random, 2, 64, 64, 1);
    List<Values> data = List.of(Training.normal(type, random, batch, 2), Training.normal(type, random, batch, 2),
        Training.uniform(type, random, batch, 1));
    return Training.of(parameters, data, (p, in) -> loss(p, in.get(0), in.get(1), in.get(2)));
  }

  private static Tensor loss(List<Tensor> p, Tensor real, Tensor fake, Tensor e) {
    Tensor between = fake.add(real.sub(fake).mul(e));
    Tensor gradient = Transforms.grad(x -> critic(p, x).sum()).apply(between);
    Tensor norm = gradient.square().sum(1).sqrt();
    return critic(p, fake).mean().sub(critic(p, real).mean()).add(norm.sub(1).square().mean().mul(PENALTY));
  }

  private static Tensor critic(List<Tensor> p, Tensor x) {
    return Mlp.dense(p, x, Tensor::tanh);
  }
}
