package ansatz.bench.tensorflow;

import java.util.ArrayList;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.op.linalg.MatMul;
import org.tensorflow.types.TFloat32;

/** W10, the gradient of the net with respect to points written out, as TensorFlow does not differentiate all of its own. */
final class Critic {
  private final Ops ops;
  private final List<Operand<TFloat32>> p = new ArrayList<>();

  private Critic(TrainingGraph graph) {
    ops = graph.ops();
    for (int i = 0; i < graph.parameterCount(); i++) {
      p.add(graph.parameter(i));
    }
  }

  static Operand<TFloat32> of(TrainingGraph graph) {
    return new Critic(graph).loss(graph.floats(graph.batch(0)), graph.floats(graph.batch(1)),
        graph.floats(graph.batch(2)));
  }

  private Operand<TFloat32> loss(Operand<TFloat32> real, Operand<TFloat32> fake, Operand<TFloat32> e) {
    Operand<TFloat32> between = ops.math.add(fake, ops.math.mul(ops.math.sub(real, fake), e));
    Operand<TFloat32> norm = ops.math
        .sqrt(ops.sum(ops.math.square(gradient(between)), ops.constant(new int[] {1})));
    Operand<TFloat32> penalty = Mlp.mean(ops, ops.math.square(ops.math.sub(norm, ops.constant(1f))), 1);
    Operand<TFloat32> difference = ops.math.sub(Mlp.mean(ops, critic(fake), 2), Mlp.mean(ops, critic(real), 2));
    return ops.math.add(difference, ops.math.mul(penalty, ops.constant(10f)));
  }

  private Operand<TFloat32> critic(Operand<TFloat32> x) {
    Operand<TFloat32> second = hidden(hidden(x, 0), 2);
    return Mlp.linear(ops, second, p.get(4), p.get(5));
  }

  private Operand<TFloat32> hidden(Operand<TFloat32> x, int weight) {
    return ops.math.tanh(Mlp.linear(ops, x, p.get(weight), p.get(weight + 1)));
  }

  /** dc/dx: backwards through tanh' = 1 - tanh^2. */
  private Operand<TFloat32> gradient(Operand<TFloat32> x) {
    Operand<TFloat32> first = hidden(x, 0);
    Operand<TFloat32> second = hidden(first, 2);
    Operand<TFloat32> ofSecond = ops.math.mul(slope(second), ops.reshape(p.get(4), ops.constant(new int[] {1, -1})));
    Operand<TFloat32> ofFirst = ops.math.mul(slope(first),
        ops.linalg.matMul(ofSecond, p.get(2), MatMul.transposeB(true)));
    return ops.linalg.matMul(ofFirst, p.get(0), MatMul.transposeB(true));
  }

  private Operand<TFloat32> slope(Operand<TFloat32> tanh) {
    return ops.math.sub(ops.constant(1f), ops.math.square(tanh));
  }
}
