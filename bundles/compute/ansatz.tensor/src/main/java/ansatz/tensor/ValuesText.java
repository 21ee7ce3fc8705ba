package ansatz.tensor;

import java.math.BigDecimal;
import java.math.MathContext;

/** Values as people read them: the type, then numbers in nested brackets, of large arrays the ends of each axis only. */
final class ValuesText {
  private static final int LARGE = 1000;
  private static final int ENDS = 3;
  private static final MathContext DIGITS = new MathContext(6);

  private final Values values;
  private final boolean large;
  private final StringBuilder text = new StringBuilder();
  /** Characters of the longest number shown; found in a first pass. */
  private int width;

  private ValuesText(Values values) {
    this.values = values;
    this.large = values.size() > LARGE;
  }

  static String of(Values values) {
    ValuesText printed = new ValuesText(values);
    printed.axis(0, 0, values.size(), false);
    printed.axis(0, 0, values.size(), true);
    return values.type() + (values.type().rank() > 1 ? "\n" : " ") + printed.text;
  }

  /** Goes through the elements of an axis and those below it, which begin at an index; writes them or measures them. */
  private void axis(int axis, int first, int size, boolean write) {
    Shape shape = values.shape();
    if (axis == shape.rank()) {
      element(first, write);
      return;
    }
    int extent = shape.extent(axis);
    String between = axis == shape.rank() - 1 ? " " : "\n" + " ".repeat(axis + 1);
    put("[", write);
    for (int i = 0; i < extent; i++) {
      put(i == 0 ? "" : between, write);
      if (large && extent > 2 * ENDS && i == ENDS) {
        i = extent - ENDS;
        put("..." + between, write);
      }
      axis(axis + 1, first + i * (size / extent), size / extent, write);
    }
    put("]", write);
  }

  private void put(String part, boolean write) {
    text.append(write ? part : "");
  }

  private void element(int at, boolean write) {
    String number = number(at);
    if (write) {
      text.append(" ".repeat(width - number.length())).append(number);
    } else {
      width = Math.max(width, number.length());
    }
  }

  private String number(int at) {
    return switch (values.type().dtype()) {
      case BOOL -> String.valueOf(values.getBoolean(at));
      case I32, I64 -> String.valueOf(values.getLong(at));
      case F32, F64 -> number(values.get(at));
    };
  }

  /** Six digits, a point in any case; with an exponent where zeros would be written out. */
  private static String number(double value) {
    if (!Double.isFinite(value) || value == 0) {
      return String.valueOf(value);
    }
    BigDecimal rounded = new BigDecimal(value).round(DIGITS).stripTrailingZeros();
    double magnitude = Math.abs(value);
    return magnitude < 1e-4 || magnitude >= 1e7
        ? String.valueOf(rounded.doubleValue())
        : rounded.scale() <= 0 ? rounded.toPlainString() + ".0" : rounded.toPlainString();
  }
}
