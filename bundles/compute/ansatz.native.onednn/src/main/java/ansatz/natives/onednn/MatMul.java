package ansatz.natives.onednn;

import static java.lang.ref.Reference.reachabilityFence;

import ansatz.natives.gfortran.NativeMemory;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/**
 * C ← f(A B + bias + C), batched over leading dimensions.
 *
 * <p>Shapes: A [...,M,K], B [...,K,N], C [...,M,N], bias [N]; a leading dimension of A or B may be 1 where that of C is
 * not. A transposed operand is one with {@link Layout#strided exchanged strides}. With {@link Layout#any} for weights
 * that serve many products, the library packs them once, by a {@link Reorder}, instead of in each call.
 *
 * <p>Cost: 2 M N K operations a product, see the table in this bundle's README.
 */
public final class MatMul extends Primitive {
  private final Epilogue epilogue;
  private final Layout a;
  private final Layout b;
  private final Layout c;
  private final long biasBytes;

  private MatMul(Construction construction, long descriptor, Epilogue epilogue, Layout a, Layout b, Layout c,
      int... roles) {
    super(construction, descriptor, roles);
    this.epilogue = epilogue;
    this.a = construction.chosen(descriptor, Dnnl.SRC, a.shape());
    this.b = construction.chosen(descriptor, Dnnl.WEIGHTS, b.shape());
    this.c = construction.chosen(descriptor, Dnnl.DST, c.shape());
    biasBytes = biasOf(c).bytes();
  }

  /**
   * Compiles the product.
   *
   * @throws IllegalArgumentException when the shapes do not fit each other
   * @throws UnsupportedOperationException when the library has no code for these layouts
   */
  public static MatMul of(Layout a, Layout b, Layout c, Epilogue epilogue) {
    String what = "matmul of " + a + " and " + b + " to " + c + ", " + epilogue;
    try (Construction construction = new Construction(what)) {
      long bias = epilogue.bias() ? construction.layout(biasOf(c)) : 0;
      long descriptor = construction.descriptor(Dnnl.MATMUL, Dnnl.engine(), construction.layout(a),
          construction.layout(b), bias, construction.layout(c), construction.attributes(epilogue));
      return epilogue.bias()
          ? new MatMul(construction, descriptor, epilogue, a, b, c, Dnnl.SRC, Dnnl.WEIGHTS, Dnnl.DST, Dnnl.BIAS)
          : new MatMul(construction, descriptor, epilogue, a, b, c, Dnnl.SRC, Dnnl.WEIGHTS, Dnnl.DST);
    }
  }

  private static Layout biasOf(Layout c) {
    long[] shape = c.shape();
    Arrays.fill(shape, 0, shape.length - 1, 1);
    return Layout.of(shape);
  }

  /** The layout it reads A in. */
  public Layout a() {
    return a;
  }

  /** The layout it reads B in. */
  public Layout b() {
    return b;
  }

  /** The layout it writes C in. */
  public Layout c() {
    return c;
  }

  /** Runs without a bias; offsets in bytes. */
  public void execute(MemorySegment a, long aOffset, MemorySegment b, long bOffset, MemorySegment c, long cOffset,
      MemorySegment scratchpad, long scratchpadOffset) {
    if (epilogue.bias()) {
      throw new IllegalArgumentException(this + ": needs a bias");
    }
    run(a, aOffset, b, bOffset, 0, c, cOffset, scratchpad, scratchpadOffset);
  }

  /** Runs with a bias; offsets in bytes. */
  public void execute(MemorySegment a, long aOffset, MemorySegment b, long bOffset, MemorySegment bias, long biasOffset,
      MemorySegment c, long cOffset, MemorySegment scratchpad, long scratchpadOffset) {
    if (!epilogue.bias()) {
      throw new IllegalArgumentException(this + ": takes no bias");
    }
    run(a, aOffset, b, bOffset, NativeMemory.input("bias", bias, biasOffset, biasBytes), c, cOffset, scratchpad,
        scratchpadOffset);
    reachabilityFence(bias);
  }

  private void run(MemorySegment a, long aOffset, MemorySegment b, long bOffset, long bias, MemorySegment c,
      long cOffset, MemorySegment scratchpad, long scratchpadOffset) {
    execute(NativeMemory.input("A", a, aOffset, this.a.bytes()), NativeMemory.input("B", b, bOffset, this.b.bytes()),
        NativeMemory.output("C", c, cOffset, this.c.bytes()), bias, scratchpad, scratchpadOffset);
    reachabilityFence(a);
    reachabilityFence(b);
    reachabilityFence(c);
  }
}
