package ansatz.bench.torch;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/** W8 and W8b. */
final class RealNvp implements TorchModel {
  private static final int COUPLINGS = 8;
  /** Parameters of a net. */
  private static final int NET = 6;
  private static final Scalar HALF = new Scalar(0.5);
  private static final Scalar LOG_2_PI = new Scalar(Math.log(2 * Math.PI));

  private final Arrays arrays;
  private final int netsOfCoupling;
  private final List<List<Mlp.Linear>> nets = new ArrayList<>();
  private final Tensor[] masks = {torch.tensor(new float[] {1, 0}), torch.tensor(new float[] {0, 1})};
  private final Tensor x;

  RealNvp(Arrays arrays, int netsOfCoupling) {
    this.arrays = arrays;
    this.netsOfCoupling = netsOfCoupling;
    for (int i = 0; i < COUPLINGS * netsOfCoupling; i++) {
      nets.add(Mlp.Linear.all(arrays, i * NET, (i + 1) * NET));
    }
    x = arrays.batch(0);
  }

  @Override
  public TensorVector parameters() {
    return arrays.parameters();
  }

  @Override
  public Tensor loss() {
    Tensor z = x;
    Tensor logDeterminant = null;
    for (int i = 0; i < COUPLINGS; i++) {
      Tensor change = masks[1 - i % 2];
      Tensor kept = z.mul(masks[i % 2]);
      Tensor first = Mlp.Linear.apply(nets.get(i * netsOfCoupling), kept, torch::tanh);
      Tensor s = first;
      Tensor t;
      if (netsOfCoupling == 1) {
        s = first.narrow(1, 0, 1);
        t = first.narrow(1, 1, 1);
      } else {
        t = Mlp.Linear.apply(nets.get(2 * i + 1), kept, torch::tanh);
      }
      z = kept.add(z.mul(torch.exp(s)).add(t).mul(change));
      Tensor own = s.mul(change).sum(1);
      logDeterminant = logDeterminant == null ? own : logDeterminant.add(own);
    }
    return torch.square(z).sum(1).mul(HALF).add(LOG_2_PI).sub(logDeterminant).mean();
  }
}
