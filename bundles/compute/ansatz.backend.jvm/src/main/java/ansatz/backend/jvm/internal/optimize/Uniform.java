package ansatz.backend.jvm.internal.optimize;

import ansatz.tensor.Node;
import ansatz.tensor.Tensor;
import ansatz.tensor.Values;
import ansatz.tensor.primitive.Broadcast;
import ansatz.tensor.primitive.Constant;
import ansatz.tensor.primitive.Reshape;

/** Tensors all of whose elements are one known number. */
public final class Uniform {
  private static final int MOST_CONSTANT = 16;
  private static final double ROUNDING = 1e-6;

  private Uniform() {}

  /** The one element as values of size 1; null where elements are not known to be equal. */
  public static Values of(Tensor tensor) {
    Node node = tensor.node();
    while (node.primitive() instanceof Broadcast || node.primitive() instanceof Reshape) {
      node = node.operand(0).node();
    }
    return node.primitive() instanceof Constant(Values values) && values.size() == 1 ? values : null;
  }

  /** Whether all elements are this number, to the bit: 0.0 is not -0.0. */
  static boolean is(Tensor tensor, double number) {
    Values values = of(tensor);
    return values != null && Double.doubleToRawLongBits(values.get(0)) == Double.doubleToRawLongBits(number);
  }

  /**
   * Whether a number may come from an extent: a whole one above 16 or its reciprocal, as means have. Code that has it as
   * a constant would be another for each extent.
   */
  public static boolean mayBeExtent(Values values) {
    double size = Math.abs(values.get(0));
    double inverse = 1 / size;
    return size > MOST_CONSTANT && size < Integer.MAX_VALUE && size == Math.rint(size)
        || inverse > MOST_CONSTANT && inverse < Integer.MAX_VALUE
            && Math.abs(inverse - Math.rint(inverse)) <= ROUNDING * inverse;
  }

  /** The bits of a single float, double, int, long or boolean. */
  public static long bits(Values values) {
    return switch (values.type().dtype()) {
      case F32 -> Float.floatToRawIntBits(values.floats()[0]);
      case F64 -> Double.doubleToRawLongBits(values.doubles()[0]);
      default -> values.getLong(0);
    };
  }
}
