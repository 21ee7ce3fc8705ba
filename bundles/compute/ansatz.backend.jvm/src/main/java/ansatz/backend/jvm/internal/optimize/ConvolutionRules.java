package ansatz.backend.jvm.internal.optimize;

import ansatz.tensor.Primitive;
import ansatz.tensor.Shape;
import ansatz.tensor.Tensor;
import ansatz.tensor.primitive.Axes;
import ansatz.tensor.primitive.Conv;
import ansatz.tensor.primitive.Reverse;
import ansatz.tensor.primitive.Transpose;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A large kernel over a small image with gaps, the gradient of a transposed convolution by its kernel, is the image as a
 * dilated kernel over the kernel, read backwards: a gradient by the kernel of a convolution with a stride, which libraries
 * know.
 *
 * <p>$$ \sum_o \tilde x_{r s + o - l}\, w_o = \sum_i x_i\, w_{a i + l - r s} $$ with a - 1 gaps between the elements of x.
 */
final class ConvolutionRules implements Rule {
  @Override
  public Tensor rewrite(Primitive primitive, List<Tensor> operands, Maker maker) {
    return primitive instanceof Conv conv && isGapped(conv, operands.get(0), operands.get(1))
        ? exchanged(conv, operands.get(0), operands.get(1), maker)
        : null;
  }

  private static boolean isGapped(Conv conv, Tensor x, Tensor w) {
    Axes ones = Axes.repeated(1, conv.stride().size());
    int[] image = spatial(x.shape());
    int[] kernel = spatial(w.shape());
    return !conv.reversed() && !conv.inputDilation().equals(ones) && conv.kernelDilation().equals(ones)
        && IntStream.range(0, image.length).allMatch(i -> 0 < image[i] && image[i] <= kernel[i]);
  }

  /** x [N,G,C,S...] and w [G,K,C,O...] to y [N,G,K,R...], by w as [K,G,C,O...] and x as [G,N,C,S...]. */
  private static Tensor exchanged(Conv conv, Tensor x, Tensor w, Maker maker) {
    int[] image = spatial(x.shape());
    int[] kernel = spatial(w.shape());
    int[] taps = conv.window(kernel).outputs(Shape.of(image)).extents();
    int[] low = new int[taps.length];
    int[] high = new int[taps.length];
    for (int i = 0; i < taps.length; i++) {
      int last = (taps[i] - 1) * conv.stride().get(i);
      low[i] = last - conv.low().get(i);
      high[i] = last + (image[i] - 1) * conv.inputDilation().get(i) + 1 - kernel[i] - low[i];
    }
    int rank = x.rank();
    Transpose turn = new Transpose(exchange(rank, 0, 1));
    Conv over = new Conv(conv.stride(), conv.kernelDilation(), conv.inputDilation(), Axes.of(low), Axes.of(high),
        false);
    Tensor y = maker.make(over, maker.make(turn, w), maker.make(turn, x));
    return maker.make(new Reverse(Axes.of(IntStream.range(3, rank).toArray())),
        maker.make(new Transpose(exchange(rank, 0, 2)), y));
  }

  private static Axes exchange(int rank, int one, int other) {
    int[] order = Axes.first(rank).toArray();
    order[one] = other;
    order[other] = one;
    return Axes.of(order);
  }

  private static int[] spatial(Shape shape) {
    return Arrays.copyOfRange(shape.extents(), 3, shape.rank());
  }
}
