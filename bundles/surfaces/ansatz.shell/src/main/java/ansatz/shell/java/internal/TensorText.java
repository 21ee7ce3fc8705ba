package ansatz.shell.java.internal;

import ansatz.tensor.DType;
import ansatz.tensor.Shape;
import ansatz.tensor.Values;
import java.util.Locale;

/** Values as people read them: the type, then numbers in nested brackets, the middle of long axes left out. */
final class TensorText {
  private static final int SHOWN = 6;

  private final Values values;
  private final StringBuilder text = new StringBuilder();

  private TensorText(Values values) {
    this.values = values;
  }

  static String of(Values values) {
    TensorText printed = new TensorText(values);
    printed.text.append(values.type()).append(values.type().rank() > 1 ? "\n" : " ");
    printed.axis(0, 0, values.size());
    return printed.text.toString();
  }

  /** Writes the elements of an axis and those below it, which begin at an index. */
  private void axis(int axis, int first, int size) {
    Shape shape = values.type().shape();
    if (axis == shape.rank()) {
      text.append(number(first));
      return;
    }
    int extent = shape.extent(axis);
    int each = extent == 0 ? 0 : size / extent;
    String between = axis == shape.rank() - 1 ? " " : "\n" + " ".repeat(axis + 1);
    text.append('[');
    for (int i = 0; i < extent; i++) {
      text.append(i == 0 ? "" : between);
      if (extent > 2 * SHOWN && i == SHOWN) {
        i = extent - SHOWN;
        text.append("…").append(between);
      }
      axis(axis + 1, first + i * each, each);
    }
    text.append(']');
  }

  private String number(int at) {
    DType dtype = values.type().dtype();
    return dtype == DType.BOOL
        ? String.valueOf(values.getLong(at) != 0)
        : dtype.isFloat()
            ? String.format(Locale.ROOT, "%10.4g", values.get(at)).stripLeading()
            : String.valueOf(values.getLong(at));
  }
}
