package ansatz.bench.tensorflow;

import ansatz.tensor.DType;
import ansatz.tensor.TensorType;
import ansatz.tensor.Values;
import java.util.function.UnaryOperator;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/** W1 and W2. */
final class Mlp {
  private Mlp() {}

  static Operand<TFloat32> tanh(TrainingGraph graph) {
    Ops ops = graph.ops();
    Operand<TFloat32> y = dense(graph, 0, graph.floats(graph.batch(0)), ops.math::tanh);
    return mean(ops, ops.math.square(ops.math.sub(y, graph.floats(graph.batch(1)))), 2);
  }

  static Operand<TFloat32> relu(TrainingGraph graph) {
    return crossEntropy(graph, dense(graph, 0, graph.floats(graph.batch(0)), graph.ops().nn::relu), graph.batch(1));
  }

  /** Layers of weights and biases, the parameters from one on; an activation between them. */
  static Operand<TFloat32> dense(TrainingGraph graph, int from, Operand<TFloat32> x,
      UnaryOperator<Operand<TFloat32>> activation) {
    return dense(graph, from, graph.parameterCount(), x, activation);
  }

  static Operand<TFloat32> dense(TrainingGraph graph, int from, int to, Operand<TFloat32> x,
      UnaryOperator<Operand<TFloat32>> activation) {
    Operand<TFloat32> h = x;
    for (int i = from; i < to; i += 2) {
      h = linear(graph.ops(), h, graph.parameter(i), graph.parameter(i + 1));
      h = i + 2 < to ? activation.apply(h) : h;
    }
    return h;
  }

  static Operand<TFloat32> linear(Ops ops, Operand<TFloat32> x, Operand<TFloat32> weight, Operand<TFloat32> bias) {
    return ops.nn.biasAdd(ops.linalg.matMul(x, weight), bias);
  }

  /**
   * The mean of the cross-entropy of logits with labels, as rows of zeros and a one: TensorFlow has no
   * gradient of the form that takes numbers.
   */
  static Operand<TFloat32> crossEntropy(TrainingGraph graph, Operand<TFloat32> logits, Values labels) {
    int classes = Math.toIntExact(logits.shape().get(1));
    Values rows = Values.zeros(TensorType.of(DType.F32, labels.size(), classes));
    for (int i = 0; i < labels.size(); i++) {
      rows.set(i * classes + (int) labels.getLong(i), 1);
    }
    Ops ops = graph.ops();
    return mean(ops, ops.nn.softmaxCrossEntropyWithLogits(logits, graph.floats(rows)).loss(), 1);
  }

  static Operand<TFloat32> mean(Ops ops, Operand<TFloat32> x, int rank) {
    int[] axes = new int[rank];
    java.util.Arrays.setAll(axes, i -> i);
    return ops.math.mean(x, ops.constant(axes));
  }
}
