package ansatz.bundles.library.internal;

import java.util.ArrayList;
import java.util.List;

/** Manifest headers such as {@code a;b;version="[1,2)",c}, taken apart; commas and semicolons in quotes do not count. */
final class ManifestClauses {
  private ManifestClauses() {}

  /** What stands before the attributes and directives of each clause: {@code a}, {@code b}, {@code c}. */
  static List<String> names(String header) {
    List<String> names = new ArrayList<>();
    for (String clause : of(header)) {
      for (String part : split(clause, ';')) {
        if (!part.isEmpty() && !part.contains("=")) {
          names.add(part);
        }
      }
    }
    return names;
  }

  /** {@code a;b;version="[1,2)"} and {@code c}. */
  static List<String> of(String header) {
    return header == null || header.isBlank() ? List.of() : split(header, ',');
  }

  /** The value of a directive or attribute of a clause, without quotes; empty where it has none. */
  static String value(String clause, String key) {
    for (String part : split(clause, ';')) {
      int equals = part.indexOf('=');
      if (equals > 0 && part.substring(0, equals).replace(":", "").strip().equals(key)) {
        return part.substring(equals + 1).strip().replaceAll("^\"|\"$", "");
      }
    }
    return "";
  }

  private static List<String> split(String text, char separator) {
    List<String> parts = new ArrayList<>();
    StringBuilder part = new StringBuilder();
    boolean quoted = false;
    for (char c : text.toCharArray()) {
      quoted ^= c == '"';
      if (c == separator && !quoted) {
        parts.add(part.toString().strip());
        part.setLength(0);
      } else {
        part.append(c);
      }
    }
    parts.add(part.toString().strip());
    return parts;
  }
}
