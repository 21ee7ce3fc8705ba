package ansatz.backend.jvm.internal.routine;

import ansatz.tensor.DType;
import ansatz.tensor.Node;
import ansatz.tensor.Shape;
import ansatz.tensor.Tensor;
import ansatz.tensor.primitive.Conv;
import java.util.Arrays;
import java.util.stream.IntStream;

/** A convolution of any kind, element by element, summed in float64. */
final class PlainConvolution implements Divided {
  private final DType dtype;
  private final Taps taps;
  /** Elements of x from an image's beginning, and of w from a kernel's, for each tap; of y for each output. */
  private final long[] inX;
  private final long[] inW;
  private final long[] inY;
  private final long[] x;
  private final long[] w;
  private final long[] y;
  private final int groups;
  private final int channels;
  private final int kernels;
  /** Pieces of work: kernels of all images and groups. */
  private final Tasks tasks;

  PlainConvolution(Node node, Conv conv, long[] x, long[] w, long[] y) {
    Shape base = node.operand(0).shape();
    Shape kernel = node.operand(1).shape();
    int[] sizes = Arrays.copyOfRange(kernel.extents(), 3, kernel.rank());
    this.dtype = node.operand(0).dtype();
    this.taps = new Taps(conv.window(sizes), base);
    this.x = x;
    this.w = w;
    this.y = y;
    this.groups = base.extent(1);
    this.channels = base.extent(2);
    this.kernels = kernel.extent(1);
    Shape result = conv.infer(node.operands().stream().map(Tensor::type).toList()).getFirst().shape();
    this.inY = IntStream.range(0, taps.outputs).mapToLong(o -> offset(o, result, y)).toArray();
    int last = Arrays.stream(sizes).reduce(1, Math::multiplyExact) - 1;
    this.inX = Arrays.stream(taps.places).mapToLong(place -> offset(place, base, x)).toArray();
    this.inW = Arrays.stream(taps.inWindow).mapToLong(tap -> offset(conv.reversed() ? last - tap : tap, kernel, w))
        .toArray();
    this.tasks = Tasks.of(base.extent(0) * groups * kernels, 1.5 * channels * taps.places.length);
  }

  /** Where the element with a row-major number within the spatial axes lies. */
  private static long offset(int number, Shape shape, long[] strides) {
    long offset = 0;
    int rest = number;
    for (int axis = shape.rank() - 1; axis >= 3; axis--) {
      offset += rest % shape.extent(axis) * strides[axis];
      rest /= shape.extent(axis);
    }
    return offset;
  }

  @Override
  public Tasks division() {
    return tasks;
  }

  @Override
  public void run(long[] at, int task) {
    int bytes = dtype.bytes();
    for (int unit = tasks.from(task); unit < tasks.from(task + 1); unit++) {
      int kernel = unit % kernels;
      int group = unit / kernels % groups;
      int image = unit / kernels / groups;
      long fromX = at[0] + (image * x[0] + group * x[1]) * bytes;
      long fromW = at[1] + (group * w[0] + kernel * w[1]) * bytes;
      long to = at[2] + (image * y[0] + group * y[1] + kernel * y[2]) * bytes;
      for (int o = 0; o < taps.outputs; o++) {
        double sum = 0;
        for (int t = taps.starts[o]; t < taps.starts[o + 1]; t++) {
          sum += channels(fromX + inX[t] * bytes, fromW + inW[t] * bytes);
        }
        Elements.set(dtype, to + inY[o] * bytes, sum);
      }
    }
  }

  private double channels(long fromX, long fromW) {
    long stepX = x[2] * dtype.bytes();
    long stepW = w[2] * dtype.bytes();
    double sum = 0;
    for (int c = 0; c < channels; c++) {
      sum += Elements.get(dtype, fromX + c * stepX) * Elements.get(dtype, fromW + c * stepW);
    }
    return sum;
  }
}
