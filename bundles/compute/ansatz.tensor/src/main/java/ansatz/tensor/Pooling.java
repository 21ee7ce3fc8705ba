package ansatz.tensor;

import java.util.Arrays;

import ansatz.tensor.primitive.Gather;
import ansatz.tensor.primitive.Window;
import ansatz.tensor.primitive.WindowArgmax;
import ansatz.tensor.primitive.WindowSum;

/** Windows over the last axes of a tensor: x [N,C,S...], y [N,C,O...]. */
public final class Pooling {
  private Pooling() {}

  /** Square windows of a size that move by a stride, with padding on both sides of the last two axes. */
  public static Window square(int size, int stride, int padding) {
    int[] pad = {padding, padding};
    return Window.of(new int[] {size, size}, new int[] {stride, stride}, pad, pad);
  }

  /** The greatest element under each window; padding does not count. */
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

  /** The mean of the elements under each window; padding counts as zeros. */
  public static Tensor mean(Tensor x, Window window) {
    return WindowSum.of(x, window).div(window.size().stream().asDoubleStream().reduce(1, (a, b) -> a * b));
  }

  /** The mean of the elements under each window, of which padding is none. */
  public static Tensor meanInside(Tensor x, Window window) {
    int[] last = Arrays.copyOfRange(x.shape().extents(), x.rank() - window.rank(), x.rank());
    return WindowSum.of(x, window).div(WindowSum.of(Tensor.ones(x.dtype(), last), window));
  }
}
