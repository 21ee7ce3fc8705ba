package ansatz.bench.tensorflow;

import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/** W8 and W8b. */
final class RealNvp {
  private static final int COUPLINGS = 8;
  /** Parameters of a net. */
  private static final int NET = 6;

  private final TrainingGraph graph;
  private final Ops ops;
  private final int batch;

  private RealNvp(TrainingGraph graph) {
    this.graph = graph;
    ops = graph.ops();
    batch = graph.batch(0).shape().extent(0);
  }

  static Operand<TFloat32> of(TrainingGraph graph, int netsOfCoupling) {
    return new RealNvp(graph).loss(netsOfCoupling);
  }

  private Operand<TFloat32> loss(int netsOfCoupling) {
    Operand<TFloat32> z = graph.floats(graph.batch(0));
    Operand<TFloat32> logDeterminant = null;
    for (int i = 0; i < COUPLINGS; i++) {
      Operand<TFloat32> change = ops.constant(new float[] {i % 2, 1 - i % 2});
      Operand<TFloat32> kept = ops.math.mul(z, ops.constant(new float[] {1 - i % 2, i % 2}));
      Operand<TFloat32> first = net(i * netsOfCoupling, kept);
      Operand<TFloat32> s = netsOfCoupling == 1 ? column(first, 0) : first;
      Operand<TFloat32> t = netsOfCoupling == 1 ? column(first, 1) : net(2 * i + 1, kept);
      z = ops.math.add(kept, ops.math.mul(ops.math.add(ops.math.mul(z, ops.math.exp(s)), t), change));
      Operand<TFloat32> own = ops.sum(ops.math.mul(s, change), ops.constant(new int[] {1}));
      logDeterminant = logDeterminant == null ? own : ops.math.add(logDeterminant, own);
    }
    Operand<TFloat32> half = ops.math.mul(ops.sum(ops.math.square(z), ops.constant(new int[] {1})),
        ops.constant(0.5f));
    Operand<TFloat32> energy = ops.math.add(half, ops.constant((float) Math.log(2 * Math.PI)));
    return Mlp.mean(ops, ops.math.sub(energy, logDeterminant), 1);
  }

  private Operand<TFloat32> net(int i, Operand<TFloat32> x) {
    return Mlp.dense(graph, i * NET, (i + 1) * NET, x, ops.math::tanh);
  }

  private Operand<TFloat32> column(Operand<TFloat32> x, int column) {
    return ops.slice(x, ops.constant(new int[] {0, column}), ops.constant(new int[] {batch, 1}));
  }
}
