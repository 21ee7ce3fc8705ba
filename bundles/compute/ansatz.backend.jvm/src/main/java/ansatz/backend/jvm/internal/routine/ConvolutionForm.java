package ansatz.backend.jvm.internal.routine;

import ansatz.natives.onednn.Convolution.Direction;
import ansatz.natives.onednn.ConvolutionShape;
import ansatz.natives.onednn.Layout;
import ansatz.tensor.Node;
import ansatz.tensor.Shape;
import ansatz.tensor.Tensor;
import ansatz.tensor.primitive.Axes;
import ansatz.tensor.primitive.Conv;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A convolution as the library knows it: itself, or the derivative of another one, of which the operands and the result
 * are x, w and y.
 *
 * @param direction which of x, w and y is the result
 * @param x strides in elements along [N,G,C,S...]
 * @param w strides along [G,K,C,R...]
 * @param y strides along [N,G,K,O...]
 */
record ConvolutionForm(Direction direction, ConvolutionShape shape, long[] x, long[] w, long[] y) {
  /** Channels that the library works on at once. */
  private static final int VECTOR = 16;

  /** The form; null where the library has none. */
  static ConvolutionForm of(Node node, Conv conv, long[] first, long[] second, long[] result) {
    Shape a = node.operand(0).shape();
    Shape b = node.operand(1).shape();
    Shape c = conv.infer(node.operands().stream().map(Tensor::type).toList()).getFirst().shape();
    Axes ones = Axes.repeated(1, conv.stride().size());
    if (conv.reversed()) { // of y [N,G,K,O...] and w [G,C,K,R...], to x
      int[] low = IntStream.range(0, ones.size())
          .map(i -> (b.extent(3 + i) - 1) * conv.kernelDilation().get(i) - conv.low().get(i)).toArray();
      return conv.stride().equals(ones)
          ? of(Direction.BACKWARD_DATA, new int[] {a.extent(0), a.extent(1), b.extent(1), b.extent(2)}, spatial(c),
              spatial(b), spatial(a), conv.inputDilation(), conv.kernelDilation(), low, result,
              exchanged(second, 0, 2, 1), first)
          : null;
    }
    if (!conv.inputDilation().equals(ones)) {
      return null;
    }
    return product(spatial(b)) > product(spatial(c)) // then of x [C,G,N,S...] and y [G,K,N,O...], to w [C,G,K,R...]
        ? of(Direction.BACKWARD_WEIGHTS, new int[] {a.extent(2), a.extent(1), a.extent(0), b.extent(1)}, spatial(a),
            spatial(c), spatial(b), conv.kernelDilation(), conv.stride(), conv.low().toArray(),
            exchanged(first, 2, 1, 0), exchanged(result, 1, 2, 0), exchanged(second, 2, 0, 1))
        : of(Direction.FORWARD, new int[] {a.extent(0), a.extent(1), a.extent(2), b.extent(1)}, spatial(a), spatial(b),
            spatial(c), conv.stride(), conv.kernelDilation(), conv.low().toArray(), first, second, result);
  }

  private static ConvolutionForm of(Direction direction, int[] counts, int[] size, int[] kernel, int[] outputs,
      Axes stride, Axes dilation, int[] low, long[] x, long[] w, long[] y) {
    if (size.length == 0 || size.length > 3) {
      return null;
    }
    int[] high = new int[size.length];
    for (int i = 0; i < size.length; i++) {
      int reach = (kernel[i] - 1) * dilation.get(i) + 1;
      high[i] = Math.max(0, (outputs[i] - 1) * stride.get(i) + reach - size[i] - low[i]);
      if (low[i] < 0 || size[i] + low[i] + high[i] < reach
          || (size[i] + low[i] + high[i] - reach) / stride.get(i) + 1 != outputs[i]) {
        return null;
      }
    }
    ConvolutionShape shape = new ConvolutionShape(counts[0], counts[1], counts[2], counts[3], list(size),
        list(kernel), list(stride.toArray()), list(dilation.toArray()), list(low), list(high));
    ConvolutionForm form = new ConvolutionForm(direction, shape, x, w, y);
    return form.isOneLoop(x, counts[2]) && form.isOneLoop(y, counts[3]) ? form : null;
  }

  /** Whether groups and channels of an image are one loop in memory. */
  private boolean isOneLoop(long[] strides, int channels) {
    return shape.groups() == 1 || channels == 1 || strides[1] == channels * strides[2];
  }

  /**
   * Whether the library reads and writes x well as it lies: not few channels, nor another order than y's, where y has its
   * channels last.
   */
  boolean isFine() {
    boolean yLast = y[2] == 1 && shape.outputs() > 1;
    boolean xLast = x[2] == 1 && shape.inputs() * shape.groups() >= VECTOR;
    return !yLast || xLast;
  }

  /** Floating-point operations, those too that the library does for channels that are not there. */
  double flops() {
    double flops = shape.flops();
    if (direction == Direction.BACKWARD_DATA) {
      flops *= (double) VECTOR * VECTOR / Math.min(VECTOR, shape.inputs()) / Math.min(VECTOR, shape.outputs());
    }
    return flops;
  }

  /** The same with fewer images. */
  ConvolutionShape images(int count) {
    return new ConvolutionShape(count, shape.groups(), shape.inputs(), shape.outputs(), shape.size(), shape.kernel(),
        shape.stride(), shape.dilation(), shape.padLow(), shape.padHigh());
  }

  Layout layoutX(ConvolutionShape part) {
    return layout(part.x(), images(x, shape.inputs()));
  }

  Layout layoutY(ConvolutionShape part) {
    return layout(part.y(), images(y, shape.outputs()));
  }

  Layout layoutW(ConvolutionShape part) {
    return layout(part.w(), shape.groups() == 1 ? Arrays.copyOfRange(w, 1, w.length) : w);
  }

  /** Strides along [N,G·C,S...]. */
  private static long[] images(long[] strides, int channels) {
    long[] merged = new long[strides.length - 1];
    merged[0] = strides[0];
    merged[1] = channels == 1 ? strides[1] : strides[2];
    System.arraycopy(strides, 3, merged, 2, strides.length - 3);
    return merged;
  }

  /** The layout with these strides; those along an axis of extent 1 mean nothing. */
  private static Layout layout(long[] extents, long[] strides) {
    long stride = 1;
    boolean rowMajor = true;
    for (int axis = extents.length - 1; axis >= 0; axis--) {
      rowMajor &= extents[axis] == 1 || strides[axis] == stride;
      stride *= extents[axis];
    }
    return rowMajor ? Layout.of(extents) : Layout.strided(extents, strides);
  }

  private static int[] spatial(Shape shape) {
    return Arrays.copyOfRange(shape.extents(), 3, shape.rank());
  }

  private static int product(int[] extents) {
    return Arrays.stream(extents).reduce(1, Math::multiplyExact);
  }

  private static List<Integer> list(int[] numbers) {
    return new ArrayList<>(Arrays.stream(numbers).boxed().toList());
  }

  /** Strides with the first three in another order. */
  private static long[] exchanged(long[] strides, int one, int two, int three) {
    long[] other = strides.clone();
    other[0] = strides[one];
    other[1] = strides[two];
    other[2] = strides[three];
    return other;
  }
}
