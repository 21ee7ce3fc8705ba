package ansatz.bench.torch;

import java.util.List;
import org.bytedeco.pytorch.BoolOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/** W10: the gradient's tape is kept and differentiated again. */
final class Critic implements TorchModel {
  private static final Scalar ONE = new Scalar(1f);
  private static final Scalar PENALTY = new Scalar(10f);

  private final Arrays arrays;
  private final List<Mlp.Linear> net;
  private final Tensor real;
  private final Tensor fake;
  private final Tensor e;

  Critic(Arrays arrays) {
    this.arrays = arrays;
    net = Mlp.Linear.all(arrays, 0);
    real = arrays.batch(0);
    fake = arrays.batch(1);
    e = arrays.batch(2);
  }

  @Override
  public TensorVector parameters() {
    return arrays.parameters();
  }

  @Override
  public Tensor loss() {
    Tensor between = fake.add(real.sub(fake).mul(e)).requires_grad_(true);
    Tensor gradient = torch.grad(new TensorVector(critic(between).sum()), new TensorVector(between),
        new TensorVector(), new BoolOptional(true), true, false).get(0);
    Tensor norm = torch.square(gradient).sum(1).sqrt();
    return critic(fake).mean().sub(critic(real).mean()).add(torch.square(norm.sub(ONE)).mean().mul(PENALTY));
  }

  private Tensor critic(Tensor x) {
    return Mlp.Linear.apply(net, x, torch::tanh);
  }
}
