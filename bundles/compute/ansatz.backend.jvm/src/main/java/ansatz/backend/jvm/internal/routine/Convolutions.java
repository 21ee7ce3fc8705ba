package ansatz.backend.jvm.internal.routine;

import ansatz.backend.jvm.internal.optimize.OrderedConv;
import ansatz.natives.onednn.OneDnn;
import ansatz.tensor.DType;
import ansatz.tensor.Node;
import ansatz.tensor.Primitive;
import ansatz.tensor.Shape;
import ansatz.tensor.primitive.Axes;
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
  public static Routine of(Node node, long[] x, long[] w) {
    Conv conv = node.primitive() instanceof OrderedConv ordered ? ordered.conv() : (Conv) node.primitive();
    long[] y = result(node);
    Routine fast = node.types().getFirst().dtype() == DType.F32 && node.primitive().flops(node) >= WORTH && isNative()
        ? NativeConvolution.of(node, conv, x, w, y)
        : null;
    return fast != null ? fast : new PlainConvolution(node, conv, x, w, y);
  }

  /** Whether a primitive is a convolution, which takes operands with any strides. */
  public static boolean isConvolution(Primitive primitive) {
    return primitive instanceof Conv || primitive instanceof OrderedConv;
  }

  /** Strides in elements along the result's axes [N,G,K,O...], which lie row-major in an order of their own. */
  private static long[] result(Node node) {
    Shape memory = node.types().getFirst().shape();
    long[] strides = Region.strides(memory.extents(), 1);
    if (node.primitive() instanceof OrderedConv(Conv _, Axes order)) {
      return order.inverse().stream().mapToLong(place -> strides[place]).toArray();
    }
    return strides;
  }

  /** Whether oneDNN is there; its bundle may be absent. */
  public static boolean isNative() {
    try {
      return OneDnn.available();
    } catch (NoClassDefFoundError _) {
      return false;
    }
  }
}
