package ansatz.bench.tensorflow;

import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.Output;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/** W6, its 64 steps one after another in the graph, as TensorFlow does not differentiate its own LSTM here. */
final class Lstm {
  private Lstm() {}

  static Operand<TFloat32> of(TrainingGraph graph) {
    Ops ops = graph.ops();
    int steps = graph.batch(0).shape().extent(0);
    int batch = graph.batch(0).shape().extent(1);
    int width = graph.array(1).shape().extent(0);
    Operand<TFloat32> inputWeights = graph.parameter(0);
    Operand<TFloat32> weights = graph.parameter(1);
    Operand<TFloat32> bias = graph.parameter(2);
    // the inputs' part of all steps is one product
    Operand<TFloat32> flat = ops.reshape(graph.floats(graph.batch(0)),
        ops.constant(new int[] {steps * batch, graph.array(0).shape().extent(0)}));
    Operand<TFloat32> projected = ops.reshape(Mlp.linear(ops, flat, inputWeights, bias),
        ops.constant(new int[] {steps, batch, 4 * width}));
    Operand<TFloat32> h = ops.constant(new float[batch][width]);
    Operand<TFloat32> c = h;
    for (Output<TFloat32> x : ops.unstack(projected, (long) steps).output()) {
      List<Output<TFloat32>> gates = ops
          .split(ops.constant(1), ops.math.add(x, ops.linalg.matMul(h, weights)), 4L).output();
      c = ops.math.add(ops.math.mul(ops.math.sigmoid(gates.get(1)), c),
          ops.math.mul(ops.math.sigmoid(gates.get(0)), ops.math.tanh(gates.get(2))));
      h = ops.math.mul(ops.math.sigmoid(gates.get(3)), ops.math.tanh(c));
    }
    return Mlp.crossEntropy(graph, Mlp.linear(ops, h, graph.parameter(3), graph.parameter(4)), graph.batch(1));
  }
}
