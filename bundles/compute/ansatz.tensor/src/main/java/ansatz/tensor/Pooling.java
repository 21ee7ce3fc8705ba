package ansatz.tensor;

import java.util.Arrays;

import ansatz.tensor.primitive.Gather;
import ansatz.tensor.primitive.Window;
import ansatz.tensor.primitive.WindowArgmax;
import ansatz.tensor.primitive.WindowSum;

/**
 * The greatest element or the mean under windows that move over the last axes of a tensor.
 *
 * <p>Shapes: x [N,C,S...], y [N,C,O...] with O = (S + low + high - (R-1) dilation - 1) / stride + 1 for windows of R.
 *
 * <p>Cost: an addition or comparison for each element under each window.
 *
 * <p>Errors: a window with more axes than x, or that does not fit into it, is an {@link IllegalArgumentException}.
 */
public final class Pooling {
  private Pooling() {}

  /** Square windows of a size that move by a stride, with padding on both sides of the last two axes. */
  public static Window square(int size, int stride, int padding) {
    int[] pad = {padding, padding};
    return Window.of(new int[] {size, size}, new int[] {stride, stride}, pad, pad);
  }

  /**
   * The greatest element under each window, the first of equal ones; padding does not count. Its gradient goes to that
   * element.
   */
  public static Tensor max(Tensor x, Window window) {
    int leading = x.rank() - window.rank();
    Tensor index = WindowArgmax.of(x, window);
    return Gather.of(flat(x, leading), index, leading);
  }

  private static Tensor flat(Tensor x, int leading) {
    int[] extents = Arrays.copyOf(x.shape().extents(), leading + 1);
    extents[leading] = Math.toIntExact(Arrays.stream(x.shape().extents()).skip(leading).asLongStream()
        .reduce(1, Math::multiplyExact));
    return x.reshape(Shape.of(extents));
  }

  /** The mean of the elements under each window; padding counts as zeros, as in PyTorch. */
  public static Tensor mean(Tensor x, Window window) {
    return WindowSum.of(x, window).div(window.size().stream().asDoubleStream().reduce(1, (a, b) -> a * b));
  }

  /** The mean of the elements under each window, of which padding is none. */
  public static Tensor meanInside(Tensor x, Window window) {
    int[] last = Arrays.copyOfRange(x.shape().extents(), x.rank() - window.rank(), x.rank());
    return WindowSum.of(x, window).div(WindowSum.of(Tensor.ones(x.dtype(), last), window));
  }
}
