package ansatz.cli.text.internal;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A look into trees of maps, lists and scalars, as files hold them; what is missing is empty, never an error. */
public record Tree(Object node) {
  /** The node at a path of keys. */
  public Tree at(String... path) {
    Object here = node;
    for (String key : path) {
      here = here instanceof Map<?, ?> map ? map.get(key) : null;
    }
    return new Tree(here);
  }

  public boolean isNull() {
    return node == null;
  }

  /** The elements of a list. */
  public List<Tree> list() {
    List<Tree> list = new ArrayList<>();
    if (node instanceof List<?> elements) {
      elements.forEach(element -> list.add(new Tree(element)));
    }
    return list;
  }

  /** The entries of a map. */
  public Map<String, Tree> map() {
    Map<String, Tree> map = new LinkedHashMap<>();
    if (node instanceof Map<?, ?> entries) {
      entries.forEach((key, value) -> map.put(key.toString(), new Tree(value)));
    }
    return map;
  }

  public String text() {
    return node == null ? "" : node.toString();
  }

  /** The number, NaN where there is none; JSON has infinities as words. */
  public double number() {
    return switch (node) {
      case Number number -> number.doubleValue();
      case String word when word.equals("Infinity") -> Double.POSITIVE_INFINITY;
      case String word when word.equals("-Infinity") -> Double.NEGATIVE_INFINITY;
      case null, default -> Double.NaN;
    };
  }

  /** Every scalar by its path: {@code fit.models.ridge.lambda}. */
  public Map<String, String> leaves() {
    Map<String, String> leaves = new LinkedHashMap<>();
    collect("", node, leaves);
    return leaves;
  }

  private static void collect(String path, Object node, Map<String, String> leaves) {
    String prefix = path.isEmpty() ? "" : path + ".";
    switch (node) {
      case Map<?, ?> map when !map.isEmpty() -> map.forEach((key, value) -> collect(prefix + key, value, leaves));
      case List<?> list when !list.isEmpty() -> {
        for (int i = 0; i < list.size(); i++) {
          collect(prefix + i, list.get(i), leaves);
        }
      }
      case null -> leaves.put(path, "null");
      default -> leaves.put(path, node.toString());
    }
  }
}
