package ansatz.natives.onednn;

import static java.lang.ref.Reference.reachabilityFence;

import ansatz.natives.gfortran.NativeMemory;
import java.lang.foreign.MemorySegment;

/**
 * A convolution of a {@link ConvolutionShape}, or its derivative by x or by w: which operand is the result is its
 * {@link Direction}.
 *
 * <p>Shapes: x [N,G·C,S...], w [G,K,C,R...], y [N,G·K,O...], bias [G·K]. Let the library choose the layout of w by
 * {@link Layout#any}: with a row-major one it falls back to code that is 200 times slower. For x and y any is the fastest
 * where channels are many, best kept from one layer to the next; channels last comes close, row-major after it.
 *
 * <p>Cost: {@link ConvolutionShape#flops} in each direction; see the table in this bundle's README. Slow by x where w
 * has few input channels.
 */
public final class Convolution extends Primitive {
  /** What is computed from what. */
  public enum Direction {
    /** y from x and w. */
    FORWARD,
    /** The gradient by x, from that by y and w. */
    BACKWARD_DATA,
    /** The gradient by w, from x and that by y. */
    BACKWARD_WEIGHTS
  }

  private final Direction direction;
  private final boolean bias;
  private final long biasBytes;
  private final Layout x;
  private final Layout w;
  private final Layout y;

  private Convolution(Construction construction, long descriptor, Direction direction, ConvolutionShape shape,
      boolean bias, int... roles) {
    super(construction, descriptor, roles);
    this.direction = direction;
    this.bias = bias;
    biasBytes = (long) shape.groups() * shape.outputs() * Float.BYTES;
    x = construction.chosen(descriptor, roles[0], shape.x());
    w = construction.chosen(descriptor, roles[1], shape.w());
    y = construction.chosen(descriptor, roles[2], shape.y());
  }

  /**
   * Compiles y ← f(conv(x, w) + bias + y).
   *
   * @throws IllegalArgumentException when a layout has another shape than the convolution
   * @throws UnsupportedOperationException when the library has no code for these layouts
   */
  public static Convolution forward(ConvolutionShape shape, Layout x, Layout w, Layout y, Epilogue epilogue) {
    String what = "convolution " + x + " * " + w + " to " + y + ", " + shape + ", " + epilogue;
    try (Construction construction = new Construction(what)) {
      long bias = epilogue.bias() ? construction.layout(Layout.of((long) shape.groups() * shape.outputs())) : 0;
      long descriptor = forward(construction, shape, x, w, bias, y, construction.attributes(epilogue));
      return epilogue.bias()
          ? new Convolution(construction, descriptor, Direction.FORWARD, shape, true, Dnnl.SRC, Dnnl.WEIGHTS, Dnnl.DST,
              Dnnl.BIAS)
          : new Convolution(construction, descriptor, Direction.FORWARD, shape, false, Dnnl.SRC, Dnnl.WEIGHTS,
              Dnnl.DST);
    }
  }

  /**
   * Compiles the gradient by x: x ← convᵀ(y, w), where x and y are the gradients.
   *
   * @throws IllegalArgumentException when a layout has another shape than the convolution
   * @throws UnsupportedOperationException when the library has no code for these layouts
   */
  public static Convolution backwardData(ConvolutionShape shape, Layout x, Layout w, Layout y) {
    try (Construction construction = new Construction(
        "gradient by x of the convolution " + x + " * " + w + " to " + y + ", " + shape)) {
      long descriptor = construction.descriptor(Dnnl.CONVOLUTION_BACKWARD_DATA, Dnnl.engine(), Dnnl.CONVOLUTION_DIRECT,
          construction.layout(x), construction.layout(w), construction.layout(y), construction.dims(shape.stride()),
          construction.gaps(shape.dilation()), construction.dims(shape.padLow()), construction.dims(shape.padHigh()),
          hint(construction, shape), construction.attributes(Epilogue.NONE));
      return new Convolution(construction, descriptor, Direction.BACKWARD_DATA, shape, false, Dnnl.DIFF_SRC,
          Dnnl.WEIGHTS, Dnnl.DIFF_DST);
    }
  }

  /**
   * Compiles the gradient by w, where w and y are the gradients.
   *
   * @throws IllegalArgumentException when a layout has another shape than the convolution
   * @throws UnsupportedOperationException when the library has no code for these layouts
   */
  public static Convolution backwardWeights(ConvolutionShape shape, Layout x, Layout w, Layout y) {
    try (Construction construction = new Construction(
        "gradient by w of the convolution " + x + " * " + w + " to " + y + ", " + shape)) {
      long descriptor = construction.descriptor(Dnnl.CONVOLUTION_BACKWARD_WEIGHTS, Dnnl.engine(),
          Dnnl.CONVOLUTION_DIRECT,
          construction.layout(x), construction.layout(w), 0L, construction.layout(y), construction.dims(shape.stride()),
          construction.gaps(shape.dilation()), construction.dims(shape.padLow()), construction.dims(shape.padHigh()),
          hint(construction, shape), construction.attributes(Epilogue.NONE));
      return new Convolution(construction, descriptor, Direction.BACKWARD_WEIGHTS, shape, false, Dnnl.SRC,
          Dnnl.DIFF_WEIGHTS, Dnnl.DIFF_DST);
    }
  }

  private static long forward(Construction construction, ConvolutionShape shape, Layout x, Layout w, long bias,
      Layout y, long attributes) {
    return construction.descriptor(Dnnl.CONVOLUTION_FORWARD, Dnnl.engine(), Dnnl.FORWARD_TRAINING,
        Dnnl.CONVOLUTION_DIRECT, construction.layout(x), construction.layout(w), bias, construction.layout(y),
        construction.dims(shape.stride()), construction.gaps(shape.dilation()), construction.dims(shape.padLow()),
        construction.dims(shape.padHigh()), attributes);
  }

  /** The library wants a forward descriptor for every gradient. */
  private static long hint(Construction construction, ConvolutionShape shape) {
    return forward(construction, shape, Layout.any(shape.x()), Layout.any(shape.w()), 0, Layout.any(shape.y()), 0);
  }

  /** What it computes. */
  public Direction direction() {
    return direction;
  }

  /** The layout of x, or of the gradient by it. */
  public Layout x() {
    return x;
  }

  /** The layout of w, or of the gradient by it. */
  public Layout w() {
    return w;
  }

  /** The layout of y, or of the gradient by it. */
  public Layout y() {
    return y;
  }

  /** Runs without a bias; offsets in bytes. */
  public void execute(MemorySegment x, long xOffset, MemorySegment w, long wOffset, MemorySegment y, long yOffset,
      MemorySegment scratchpad, long scratchpadOffset) {
    if (bias) {
      throw new IllegalArgumentException(this + ": needs a bias");
    }
    run(x, xOffset, w, wOffset, 0, y, yOffset, scratchpad, scratchpadOffset);
  }

  /** Runs with a bias, forward; offsets in bytes. */
  public void execute(MemorySegment x, long xOffset, MemorySegment w, long wOffset, MemorySegment bias, long biasOffset,
      MemorySegment y, long yOffset, MemorySegment scratchpad, long scratchpadOffset) {
    if (!this.bias) {
      throw new IllegalArgumentException(this + ": takes no bias");
    }
    run(x, xOffset, w, wOffset, NativeMemory.input("bias", bias, biasOffset, biasBytes), y, yOffset, scratchpad,
        scratchpadOffset);
    reachabilityFence(bias);
  }

  private void run(MemorySegment x, long xOffset, MemorySegment w, long wOffset, long bias, MemorySegment y,
      long yOffset, MemorySegment scratchpad, long scratchpadOffset) {
    execute(address("x", x, xOffset, this.x, direction == Direction.BACKWARD_DATA),
        address("w", w, wOffset, this.w, direction == Direction.BACKWARD_WEIGHTS),
        address("y", y, yOffset, this.y, direction == Direction.FORWARD), bias, scratchpad, scratchpadOffset);
    reachabilityFence(x);
    reachabilityFence(w);
    reachabilityFence(y);
  }

  private static long address(String name, MemorySegment segment, long offset, Layout layout, boolean result) {
    return result
        ? NativeMemory.output(name, segment, offset, layout.bytes())
        : NativeMemory.input(name, segment, offset, layout.bytes());
  }
}
