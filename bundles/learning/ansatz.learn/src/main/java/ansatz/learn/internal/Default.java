package ansatz.learn.internal;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Reads the text of a declared default: a scalar, {@code [a, b]} or <code>{}</code>. */
final class Default {
  private Default() {}

  static Object parse(String text, Kind kind) {
    return switch (kind) {
      case Kind.Whole _ -> new BigDecimal(text).longValueExact();
      case Kind.Real _ -> Double.valueOf(text);
      case Kind.Flag _ -> flag(text);
      case Kind.Text _,Kind.Choice _,Kind.Part _ -> text;
      case Kind.Maybe maybe -> parse(text, maybe.element());
      case Kind.Many many -> list(text, many.element());
      case Kind.Group _,Kind.Named _ -> empty(text);
    };
  }

  private static boolean flag(String text) {
    if (!text.equals("true") && !text.equals("false")) {
      throw new IllegalArgumentException("the default '" + text + "' is neither true nor false");
    }
    return text.equals("true");
  }

  private static List<Object> list(String text, Kind element) {
    if (!text.startsWith("[") || !text.endsWith("]")) {
      throw new IllegalArgumentException("the default '" + text + "' is not a list such as [1, 2]");
    }
    List<Object> values = new ArrayList<>();
    String inside = text.substring(1, text.length() - 1).strip();
    if (!inside.isEmpty()) {
      for (String item : inside.split(",")) {
        values.add(parse(item.strip(), element));
      }
    }
    return values;
  }

  private static Map<String, Object> empty(String text) {
    if (!text.equals("{}")) {
      throw new IllegalArgumentException("the default '" + text + "' of a map or group can only be {}");
    }
    return Map.of();
  }
}
