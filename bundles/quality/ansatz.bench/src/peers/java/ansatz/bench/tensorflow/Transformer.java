package ansatz.bench.tensorflow;

import ansatz.tensor.DType;
import ansatz.tensor.Shape;
import ansatz.tensor.TensorType;
import ansatz.tensor.Values;
import java.util.stream.IntStream;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.op.train.BatchMatMul;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/** W5. */
final class Transformer {
  private static final float EPSILON = 1e-5f;
  private static final float MASKED = -1e9f;

  private final TrainingGraph graph;
  private final Ops ops;
  private final ansatz.bench.workload.Transformer size;
  private final int batch;
  private final Operand<TFloat32> mask;
  /** The number of the next parameter. */
  private int p;

  private Transformer(TrainingGraph graph, ansatz.bench.workload.Transformer size) {
    this.graph = graph;
    this.size = size;
    ops = graph.ops();
    batch = graph.batch(0).shape().extent(0);
    mask = graph.floats(mask(size.places()));
  }

  static Operand<TFloat32> of(TrainingGraph graph, ansatz.bench.workload.Transformer size) {
    return new Transformer(graph, size).loss();
  }

  /** Zeros where s <= t, else what makes a weight vanish [T,T]. */
  private static Values mask(int places) {
    Values mask = Values.zeros(TensorType.of(DType.F32, places, places));
    IntStream.range(0, mask.size()).filter(i -> i % places > i / places).forEach(i -> mask.set(i, MASKED));
    return mask;
  }

  private Operand<TFloat32> loss() {
    Operand<TInt32> tokens = graph.integers(graph.batch(0));
    Operand<TFloat32> x = ops.gather(graph.parameter(p++), tokens, ops.constant(0));
    x = rows(ops.math.add(x, graph.parameter(p++)));
    for (int layer = 0; layer < size.layers(); layer++) {
      x = ops.math.add(x, attention(norm(x)));
      x = ops.math.add(x, dense(gelu(dense(norm(x)))));
    }
    Operand<TFloat32> logits = ops.linalg.matMul(norm(x), graph.parameter(p++));
    Values next = graph.batch(1).reshape(Shape.of(batch * size.places()));
    return Mlp.crossEntropy(graph, logits, next);
  }

  private Operand<TFloat32> rows(Operand<TFloat32> x) {
    return ops.reshape(x, ops.constant(new int[] {-1, size.width()}));
  }

  /** x [N T,D] to the same. */
  private Operand<TFloat32> attention(Operand<TFloat32> x) {
    Operand<TFloat32> all = ops.reshape(dense(x),
        ops.constant(new int[] {batch, size.places(), 3, size.heads(), size.width() / size.heads()}));
    Operand<TFloat32> moved = ops.linalg.transpose(all, ops.constant(new int[] {2, 0, 3, 1, 4}));
    Operand<TFloat32> q = ops.gather(moved, ops.constant(0), ops.constant(0));
    Operand<TFloat32> k = ops.gather(moved, ops.constant(1), ops.constant(0));
    Operand<TFloat32> v = ops.gather(moved, ops.constant(2), ops.constant(0));
    Operand<TFloat32> scores = ops.math.mul(ops.train.batchMatMul(q, k, TFloat32.class, BatchMatMul.adjY(true)),
        ops.constant((float) Math.sqrt((double) size.heads() / size.width())));
    Operand<TFloat32> mixed = ops.train.batchMatMul(ops.nn.softmax(ops.math.add(scores, mask)), v, TFloat32.class);
    return dense(rows(ops.linalg.transpose(mixed, ops.constant(new int[] {0, 2, 1, 3}))));
  }

  private Operand<TFloat32> norm(Operand<TFloat32> x) {
    Operand<TFloat32> centred = ops.math.sub(x, mean(x));
    Operand<TFloat32> deviation = ops.math
        .rsqrt(ops.math.add(mean(ops.math.square(centred)), ops.constant(EPSILON)));
    Operand<TFloat32> gained = ops.math.mul(ops.math.mul(centred, deviation), graph.parameter(p++));
    return ops.math.add(gained, graph.parameter(p++));
  }

  /** Over the last axis of x [M,D]. */
  private Operand<TFloat32> mean(Operand<TFloat32> x) {
    return ops.math.mean(x, ops.constant(new int[] {1}), org.tensorflow.op.math.Mean.keepDims(true));
  }

  private Operand<TFloat32> gelu(Operand<TFloat32> x) {
    Operand<TFloat32> erf = ops.math.erf(ops.math.mul(x, ops.constant((float) Math.sqrt(0.5))));
    return ops.math.mul(ops.math.mul(x, ops.constant(0.5f)), ops.math.add(erf, ops.constant(1f)));
  }

  private Operand<TFloat32> dense(Operand<TFloat32> x) {
    return Mlp.linear(ops, x, graph.parameter(p++), graph.parameter(p++));
  }
}
