package ansatz.bench.tensorflow;

import ansatz.tensor.Shape;
import ansatz.tensor.Values;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Variable;
import org.tensorflow.op.nn.FusedBatchNorm;
import org.tensorflow.types.TFloat32;

/** W3, W4 and W9, channels last, the only order in which TensorFlow convolves on processors. */
final class ConvolutionalNet {
  private static final List<Long> ONES = List.of(1L, 1L, 1L, 1L);
  private static final List<Long> TWOS = List.of(1L, 2L, 2L, 1L);

  private final TrainingGraph graph;
  private final Ops ops;

  private ConvolutionalNet(TrainingGraph graph) {
    this.graph = graph;
    ops = graph.ops();
  }

  static Operand<TFloat32> leNet(TrainingGraph graph) {
    ConvolutionalNet net = new ConvolutionalNet(graph);
    Ops ops = graph.ops();
    Operand<TFloat32> h = ops.nn.avgPool(net.convolution(0, net.image(), "SAME"), TWOS, TWOS, "VALID");
    h = ops.nn.avgPool(net.convolution(2, h, "VALID"), TWOS, TWOS, "VALID");
    return net.classify(h, 4, 16, 5);
  }

  static Operand<TFloat32> convNet(TrainingGraph graph) {
    ConvolutionalNet net = new ConvolutionalNet(graph);
    Operand<TFloat32> h = net.maxPool(net.convolution(2, net.convolution(0, net.image(), "SAME"), "SAME"));
    h = net.maxPool(net.convolution(6, net.convolution(4, h, "SAME"), "SAME"));
    return net.classify(h, 8, 64, 8);
  }

  /** W9; which units are dropped is TensorFlow's own choice. */
  static Operand<TFloat32> normalizedLeNet(TrainingGraph graph) {
    ConvolutionalNet net = new ConvolutionalNet(graph);
    Ops ops = graph.ops();
    Operand<TFloat32> h = ops.nn.avgPool(net.normalized(0, 8, net.image(), "SAME"), TWOS, TWOS, "VALID");
    h = ops.nn.avgPool(net.normalized(1, 10, h, "VALID"), TWOS, TWOS, "VALID");
    Operand<TFloat32> logits = Mlp.dense(graph, 4, 8, net.dropped(net.flattened(h, 2, 16, 5)), net::dropped);
    return Mlp.crossEntropy(graph, logits, graph.batch(1));
  }

  private Operand<TFloat32> image() {
    return graph.floats(transposed(graph.batch(0), 0, 2, 3, 1));
  }

  private Operand<TFloat32> convolution(int layer, Operand<TFloat32> x, String padding) {
    Operand<TFloat32> kernel = graph.parameter(transposed(graph.array(layer), 2, 3, 1, 0));
    return ops.nn.relu(ops.nn.biasAdd(ops.nn.conv2d(x, kernel, ONES, padding), graph.parameter(layer + 1)));
  }

  private Operand<TFloat32> maxPool(Operand<TFloat32> x) {
    return ops.nn.maxPool(x, ops.constant(new int[] {1, 2, 2, 1}), ops.constant(new int[] {1, 2, 2, 1}), "VALID");
  }

  /** relu of a convolution that is normalised over all but its channels, with running statistics. */
  private Operand<TFloat32> normalized(int kernel, int scale, Operand<TFloat32> x, String padding) {
    Values ones = graph.array(scale);
    Operand<TFloat32> z = ops.nn.conv2d(x, graph.parameter(transposed(graph.array(kernel), 2, 3, 1, 0)), ONES, padding);
    Variable<TFloat32> mean = graph.floats(Values.zeros(ones.type()));
    Variable<TFloat32> variance = graph.floats(ones);
    FusedBatchNorm<TFloat32, TFloat32> norm = ops.nn.fusedBatchNorm(z, graph.parameter(scale),
        graph.parameter(scale + 1), mean, variance, FusedBatchNorm.epsilon(1e-5f),
        FusedBatchNorm.exponentialAvgFactor(0.1f));
    graph.changes(mean, norm.batchMean());
    graph.changes(variance, norm.batchVariance());
    return ops.nn.relu(norm.y());
  }

  /** Half of relu's values, doubled. */
  private Operand<TFloat32> dropped(Operand<TFloat32> x) {
    Operand<TFloat32> uniform = ops.random.randomUniform(ops.constant(x.shape().asArray()), TFloat32.class);
    return ops.math.mul(ops.nn.relu(x), ops.math.mul(ops.constant(2f), ops.math.floor(
        ops.math.add(uniform, ops.constant(0.5f)))));
  }

  /** Dense layers on the flattened image. */
  private Operand<TFloat32> classify(Operand<TFloat32> x, int layer, int channels, int side) {
    Operand<TFloat32> h = ops.nn.relu(flattened(x, layer, channels, side));
    return Mlp.crossEntropy(graph, Mlp.dense(graph, layer + 2, h, ops.nn::relu), graph.batch(1));
  }

  /** A dense layer on the flattened image [N,S,S,C]; its weights are stored for [N,C,S,S]. */
  private Operand<TFloat32> flattened(Operand<TFloat32> x, int layer, int channels, int side) {
    Values weights = graph.array(layer);
    int units = weights.shape().extent(1);
    Values reordered = transposed(weights.reshape(Shape.of(channels, side, side, units)), 1, 2, 0, 3)
        .reshape(weights.shape());
    Operand<TFloat32> flat = ops.reshape(x, ops.constant(new int[] {-1, weights.shape().extent(0)}));
    return Mlp.linear(ops, flat, graph.parameter(reordered), graph.parameter(layer + 1));
  }

  /** An array of rank 4 with its axes in another order. */
  private static Values transposed(Values array, int... axes) {
    Shape from = array.shape();
    Shape to = Shape.of(from.extent(axes[0]), from.extent(axes[1]), from.extent(axes[2]), from.extent(axes[3]));
    long[] strides = from.strides();
    Values result = Values.zeros(array.type().with(to));
    for (int i = 0; i < result.size(); i++) {
      int rest = i;
      long offset = 0;
      for (int axis = 3; axis >= 0; axis--) {
        offset += rest % to.extent(axis) * strides[axes[axis]];
        rest /= to.extent(axis);
      }
      result.set(i, array.get(Math.toIntExact(offset)));
    }
    return result;
  }
}
