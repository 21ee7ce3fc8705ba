package ansatz.bench.tensorflow;

import ansatz.tensor.Shape;
import ansatz.tensor.Values;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/** W3 and W4, channels last, the only order in which TensorFlow convolves on processors. */
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

  /** Dense layers on the flattened image [N,S,S,C]; the first layer's weights are stored for [N,C,S,S]. */
  private Operand<TFloat32> classify(Operand<TFloat32> x, int layer, int channels, int side) {
    Values weights = graph.array(layer);
    int units = weights.shape().extent(1);
    Values reordered = transposed(weights.reshape(Shape.of(channels, side, side, units)), 1, 2, 0, 3)
        .reshape(weights.shape());
    Operand<TFloat32> flat = ops.reshape(x, ops.constant(new int[] {-1, weights.shape().extent(0)}));
    Operand<TFloat32> h = ops.nn.relu(Mlp.linear(ops, flat, graph.parameter(reordered), graph.parameter(layer + 1)));
    return Mlp.crossEntropy(graph, Mlp.dense(graph, layer + 2, h, ops.nn::relu), graph.batch(1));
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
