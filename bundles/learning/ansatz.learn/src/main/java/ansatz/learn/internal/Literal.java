package ansatz.learn.internal;

import java.math.BigDecimal;
import java.util.Locale;

/** How paths, values and enum constants are written in files and messages. */
public final class Literal {
  private Literal() {}

  /** {@code 'x'}, {@code -1}, {@code 0.5}, {@code 1e-8}; whole numbers without a decimal point. */
  public static String of(Object value) {
    return switch (value) {
      case null -> "null";
      case CharSequence text -> "'" + text + "'";
      case Double number when Double.isFinite(number) -> number(number);
      default -> value.toString();
    };
  }

  private static String number(double value) {
    String exact = new BigDecimal(Double.toString(value)).stripTrailingZeros().toString();
    String plain = new BigDecimal(exact).toPlainString();
    return plain.length() <= 8 ? plain : exact.replace("E+", "e").replace("E", "e");
  }

  /** The path of a key below a path. */
  public static String path(String parent, String key) {
    return parent.isEmpty() ? key : parent + "." + key;
  }

  /** {@code LOG_LOSS} as {@code log-loss}. */
  static String kebab(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
