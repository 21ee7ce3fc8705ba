package ansatz.bench.workload;

import ansatz.bench.Workload;
import ansatz.tensor.DType;
import ansatz.tensor.Tensor;
import ansatz.tensor.TensorType;
import ansatz.tensor.Values;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * W8 and W8b: a flow of 8 affine couplings on points of the plane, x' = m x + (1 - m)(x exp s + t), where s and t are
 * functions of m x and the mask m keeps the coordinates in turn. Loss: -log p = |z|^2/2 + log 2 pi - sum log |dx'/dx|.
 *
 * <p>W8: one net 2-64-64-2 a coupling gives s and t of the one coordinate that changes. W8b: two nets 2-64-64-2 give s and
 * t of both coordinates, and the mask picks. Nets have tanh between their layers.
 */
public final class RealNvp {
  private static final int COUPLINGS = 8;
  private static final int[] WIDTHS = {2, 64, 64, 2};
  /** Parameters of a net. */
  private static final int NET = 2 * (WIDTHS.length - 1);

  private RealNvp() {}

  /** W8. */
  public static Workload shared(DType type, int batch) {
    return of(type, batch, 1);
  }

  /** W8b. */
  public static Workload separate(DType type, int batch) {
    return of(type, batch, 2);
  }

  private static Workload of(DType type, int batch, int nets) {
    Random random = new Random(7);
    List<Values> parameters = new ArrayList<>();
    for (int net = 0; net < nets * COUPLINGS; net++) {
      parameters.addAll(Mlp.parameters(type, random, WIDTHS));
    }
    Values x = Training.normal(type, random, batch, 2);
    return Training.of(parameters, List.of(x), (p, in) -> loss(p, in.getFirst(), nets));
  }

  private static Tensor loss(List<Tensor> p, Tensor x, int nets) {
    Tensor z = x;
    Tensor logDeterminant = Tensor.zeros(x.dtype(), x.shape().extent(0));
    for (int i = 0; i < COUPLINGS; i++) {
      List<Tensor> own = p.subList(i * nets * NET, (i + 1) * nets * NET);
      Tensor keep = Tensor.of(new double[] {1 - i % 2, i % 2}, 2).to(x.dtype());
      Tensor change = keep.rsub(1);
      Tensor first = Mlp.dense(own.subList(0, NET), z.mul(keep), Tensor::tanh);
      Tensor s = nets == 1 ? first.slice(":, :1") : first;
      Tensor t = nets == 1 ? first.slice(":, 1:") : Mlp.dense(own.subList(NET, 2 * NET), z.mul(keep), Tensor::tanh);
      z = z.mul(keep).add(z.mul(s.exp()).add(t).mul(change));
      logDeterminant = logDeterminant.add(s.mul(change).sum(1));
    }
    return z.square().sum(1).mul(0.5).add(Math.log(2 * Math.PI)).sub(logDeterminant).mean();
  }
}
