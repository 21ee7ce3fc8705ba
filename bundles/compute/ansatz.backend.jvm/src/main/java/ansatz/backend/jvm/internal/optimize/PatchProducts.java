package ansatz.backend.jvm.internal.optimize;

import ansatz.backend.jvm.internal.routine.Convolutions;
import ansatz.tensor.DType;
import ansatz.tensor.Node;
import ansatz.tensor.Primitive;
import ansatz.tensor.Shape;
import ansatz.tensor.Tensor;
import ansatz.tensor.primitive.Axes;
import ansatz.tensor.primitive.Conv;
import ansatz.tensor.primitive.Dot;
import ansatz.tensor.primitive.Reshape;
import ansatz.tensor.primitive.Reverse;
import ansatz.tensor.primitive.Transpose;
import ansatz.tensor.primitive.Window;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Convolutions as products of matrices, where no library does them: what lies under all windows, [N·O,R·C], times the
 * kernels [R·C,K]. The gradient by the kernels is a product with the same patches.
 */
final class PatchProducts {
  /** Fewer multiplications for a patch than this are not worth one. */
  private static final int LEAST = 16;
  private static final long LEAST_FLOPS = 200_000;
  /** Bytes of patches that are worth their memory. */
  private static final long MOST_BYTES = 1L << 28;

  private PatchProducts() {}

  /** Whether a convolution is better done so. */
  static boolean isWorth(Node node) {
    if (!(node.primitive() instanceof Conv conv) || conv.flops(node) < LEAST_FLOPS
        || node.operand(0).dtype() == DType.F32 && Convolutions.isNative()) {
      return false;
    }
    Shape x = node.operand(0).shape();
    Shape w = node.operand(1).shape();
    Shape y = node.types().getFirst().shape();
    long taps = Math.min(size(w), size(y));
    boolean byKernel = isByKernel(node);
    long channels = byKernel ? x.extent(0) : x.extent(2);
    long windows = Math.max(size(w), size(y)) * (byKernel ? x.extent(2) : x.extent(0));
    return taps * channels * y.extent(2) >= LEAST && channels * y.extent(2) > 1
        && windows * taps * channels * x.extent(1) * node.operand(0).dtype().bytes() <= MOST_BYTES;
  }

  /** Whether the result is the smaller one, as it is of a gradient by kernels: x [C,G,N,S...], w [G,K,N,O...]. */
  static boolean isByKernel(Node node) {
    return size(node.operand(1).shape()) > size(node.types().getFirst().shape());
  }

  private static long size(Shape shape) {
    return Arrays.stream(shape.extents()).skip(3).asLongStream().reduce(1, Math::multiplyExact);
  }

  private static int[] spatial(Shape shape) {
    return Arrays.copyOfRange(shape.extents(), 3, shape.rank());
  }

  /** The order of x in which its channels are last: [N,S...,G,C]. */
  static Axes order(Node node) {
    boolean byKernel = isByKernel(node);
    return Axes.of(IntStream.concat(IntStream.concat(IntStream.of(byKernel ? 2 : 0),
        IntStream.range(3, node.operand(0).rank())), IntStream.of(1, byKernel ? 0 : 2)).toArray());
  }

  /**
   * The product: [N,O...,G,K], or [C,G,K,R...] of a gradient by kernels.
   *
   * @param x [N,S...,G,C]
   */
  static Tensor product(Node node, Tensor x, Tensor w) {
    Conv conv = (Conv) node.primitive();
    int groups = x.shape().extent(-2);
    int channels = x.shape().extent(-1);
    Shape joined = x.shape().without(-1).with(x.rank() - 2, groups * channels);
    Patches patches = new Patches(window(node, conv));
    Tensor all = make(patches, make(new Reshape(joined), x));
    int taps = patches.taps();
    int windows = Math.toIntExact(all.type().size() / taps / groups / channels);
    Tensor rows = make(new Reshape(Shape.of(windows, taps, groups, channels)), all);
    Shape result = node.types().getFirst().shape();
    int kernels = result.extent(2);
    if (isByKernel(node)) {
      Tensor columns = make(new Reshape(Shape.of(groups, kernels, windows)), turned(conv, w));
      Tensor product = make(new Dot(Axes.of(2), Axes.of(0), Axes.of(0), Axes.of(2)), rows, columns); // [G,R,C,K]
      return make(new Reshape(result), make(new Transpose(Axes.of(2, 0, 3, 1)), product));
    }
    Tensor columns = make(new Reshape(Shape.of(groups, kernels, channels, taps)), turned(conv, w));
    Tensor product = make(new Dot(Axes.of(2), Axes.of(0), Axes.of(1, 3), Axes.of(3, 2)), rows, columns); // [G,N·O,K]
    Tensor last = make(new Transpose(Axes.of(1, 0, 2)), product);
    int[] extents = IntStream.concat(IntStream.concat(IntStream.of(result.extent(0)), Arrays.stream(spatial(result))),
        IntStream.of(groups, kernels)).toArray();
    return make(new Reshape(Shape.of(extents)), last);
  }

  private static Tensor turned(Conv conv, Tensor w) {
    return conv.reversed() ? make(new Reverse(Axes.of(IntStream.range(3, w.rank()).toArray())), w) : w;
  }

  /** The windows whose elements are the kernel's, or the result's where that is the smaller one. */
  private static Window window(Node node, Conv conv) {
    int[] w = spatial(node.operand(1).shape());
    if (!isByKernel(node)) {
      return conv.window(w);
    }
    int[] taps = spatial(node.types().getFirst().shape());
    int[] base = spatial(node.operand(0).shape());
    int[] high = new int[w.length];
    for (int i = 0; i < w.length; i++) {
      high[i] = (w[i] - 1) * conv.kernelDilation().get(i) + (taps[i] - 1) * conv.stride().get(i)
          - (base[i] - 1) * conv.inputDilation().get(i) - conv.low().get(i);
    }
    return new Window(Axes.of(taps), conv.kernelDilation(), conv.inputDilation(), conv.stride(), conv.low(),
        Axes.of(high));
  }

  private static Tensor make(Primitive primitive, Tensor... operands) {
    return Node.of(primitive, List.of(operands)).result(0);
  }
}
