package ansatz.tensor.onnx;

import java.util.Arrays;

import ansatz.tensor.primitive.Axes;
import ansatz.tensor.primitive.Conv;
import ansatz.tensor.primitive.Window;

/**
 * How kernels and pools move over the spatial axes, as attributes of a node say.
 *
 * @param low padding before each axis
 * @param high padding after each axis
 */
record OnnxWindows(int[] kernel, int[] strides, int[] dilations, int[] low, int[] high) {
  /** Of x [N,C,S...] and a kernel of extents R... */
  static OnnxWindows of(OnnxNode n, int[] kernel) {
    int rank = kernel.length;
    int[] pads = n.integers("pads", 0, 2 * rank);
    OnnxWindows plain = new OnnxWindows(kernel, n.integers("strides", 1, rank), n.integers("dilations", 1, rank),
        Arrays.copyOf(pads, rank), Arrays.copyOfRange(pads, rank, 2 * rank));
    return plain.padded(n.text("auto_pad", "NOTSET"), Arrays.copyOfRange(n.x().shape().extents(), 2, rank + 2));
  }

  int reach(int axis) {
    return (kernel[axis] - 1) * dilations[axis] + 1;
  }

  /** Padded so that there are as many outputs as strides begin within the extents. */
  private OnnxWindows padded(String auto, int[] extents) {
    if (!auto.startsWith("SAME")) {
      return this;
    }
    for (int axis = 0; axis < kernel.length; axis++) {
      int outputs = (extents[axis] + strides[axis] - 1) / strides[axis];
      int total = Math.max(0, (outputs - 1) * strides[axis] + reach(axis) - extents[axis]);
      low[axis] = auto.equals("SAME_UPPER") ? total / 2 : total - total / 2;
      high[axis] = total - low[axis];
    }
    return this;
  }

  /** With padding behind, for a last window that is not full but begins within the padded extents. */
  OnnxWindows ceiled(int[] extents) {
    int[] more = high.clone();
    for (int axis = 0; axis < kernel.length; axis++) {
      int padded = extents[axis] + low[axis] + high[axis];
      int outputs = Math.ceilDiv(padded - reach(axis), strides[axis]) + 1;
      if ((outputs - 1) * strides[axis] >= extents[axis] + low[axis]) {
        outputs--;
      }
      more[axis] = (outputs - 1) * strides[axis] + reach(axis) - extents[axis] - low[axis];
    }
    return new OnnxWindows(kernel, strides, dilations, low, more);
  }

  /** The same windows over an operand to which the padding was added before. */
  OnnxWindows unpadded(OnnxWindows original) {
    int[] more = new int[high.length];
    Arrays.setAll(more, axis -> high[axis] - original.high[axis]);
    return new OnnxWindows(kernel, strides, dilations, new int[low.length], more);
  }

  Window window() {
    return new Window(Axes.of(kernel), Axes.of(strides), Axes.repeated(1, kernel.length), Axes.of(dilations),
        Axes.of(low), Axes.of(high));
  }

  Conv conv() {
    return new Conv(Axes.of(strides), Axes.repeated(1, kernel.length), Axes.of(dilations), Axes.of(low),
        Axes.of(high), false);
  }

  /** The transpose of {@link #conv}, with so many outputs more behind. */
  Conv transposed(int[] outputPadding) {
    int[] before = new int[kernel.length];
    int[] after = new int[kernel.length];
    for (int axis = 0; axis < kernel.length; axis++) {
      before[axis] = reach(axis) - 1 - low[axis];
      after[axis] = reach(axis) - 1 - high[axis] + outputPadding[axis];
    }
    return new Conv(Axes.repeated(1, kernel.length), Axes.of(strides), Axes.of(dilations), Axes.of(before),
        Axes.of(after), true);
  }
}
