package ansatz.backend.jvm.internal.routine;

import ansatz.natives.onednn.OneDnn;
import ansatz.tensor.DType;
import ansatz.tensor.Node;
import ansatz.tensor.primitive.Conv;

/** Which code does a convolution. */
public final class Convolutions {
  /** Fewer floating-point operations than this are not worth a library. */
  private static final long WORTH = 200_000;

  private Convolutions() {}

  /**
   * The routine of a convolution.
   *
   * @param x strides in elements along the axes of x [N,G,C,S...]
   * @param w strides along those of w [G,K,C,R...]
   */
  public static Routine of(Node node, Conv conv, long[] x, long[] w) {
    Routine fast = node.types().getFirst().dtype() == DType.F32 && conv.flops(node) >= WORTH && isNative()
        ? NativeConvolution.of(node, conv, x, w)
        : null;
    return fast != null ? fast : new PlainConvolution(node, conv, x, w);
  }

  /** Whether oneDNN is there; its bundle may be absent. */
  private static boolean isNative() {
    try {
      return OneDnn.available();
    } catch (NoClassDefFoundError _) {
      return false;
    }
  }
}
