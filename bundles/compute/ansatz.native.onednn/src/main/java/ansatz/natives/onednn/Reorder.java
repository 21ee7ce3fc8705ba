package ansatz.natives.onednn;

import static java.lang.ref.Reference.reachabilityFence;

import ansatz.natives.gfortran.NativeMemory;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/** Copies a tensor from one layout to another of the same shape; between plain layouts, a transposition. */
public final class Reorder extends Primitive {
  private final Layout from;
  private final Layout to;

  private Reorder(Construction construction, long descriptor, Layout from, Layout to) {
    super(construction, descriptor, Dnnl.SRC, Dnnl.DST);
    this.from = from;
    this.to = to;
  }

  /** @throws IllegalArgumentException when the shapes differ or a layout is {@code any} */
  public static Reorder of(Layout from, Layout to) {
    if (from.isAny() || to.isAny() || !Arrays.equals(from.shape(), to.shape())) {
      throw new IllegalArgumentException(
          "reorder from " + from + " to " + to + ": needed are two layouts of one shape");
    }
    try (Construction construction = new Construction("reorder from " + from + " to " + to)) {
      long descriptor = construction.descriptor(Dnnl.REORDER, construction.layout(from), Dnnl.engine(),
          construction.layout(to), Dnnl.engine(), construction.attributes(Epilogue.NONE));
      return new Reorder(construction, descriptor, from, to);
    }
  }

  /** The layout it reads. */
  public Layout from() {
    return from;
  }

  /** The layout it writes. */
  public Layout to() {
    return to;
  }

  /** y ← x; offsets in bytes. */
  public void execute(MemorySegment x, long xOffset, MemorySegment y, long yOffset, MemorySegment scratchpad,
      long scratchpadOffset) {
    execute(NativeMemory.input("x", x, xOffset, from.bytes()), NativeMemory.output("y", y, yOffset, to.bytes()), 0, 0,
        scratchpad, scratchpadOffset);
    reachabilityFence(x);
    reachabilityFence(y);
  }
}
