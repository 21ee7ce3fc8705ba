package ansatz.report.internal;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads a tree of maps, lists and scalars; what is absent is empty, NaN or an empty list; infinities are words. */
record Tree(Map<String, Object> map) {

  static Tree of(Object value) {
    Map<String, Object> map = new LinkedHashMap<>();
    if (value instanceof Map<?, ?> m) {
      m.forEach((k, v) -> map.put(String.valueOf(k), v));
    }
    return new Tree(map);
  }

  boolean empty() {
    return map.isEmpty();
  }

  Tree at(String key) {
    return of(map.get(key));
  }

  String text(String key) {
    return optional(key).orElse("");
  }

  Optional<String> optional(String key) {
    return Optional.ofNullable(map.get(key)).map(String::valueOf);
  }

  double number(String key) {
    return number(map.get(key));
  }

  boolean is(String key) {
    return Boolean.TRUE.equals(map.get(key));
  }

  List<?> list(String key) {
    return map.get(key) instanceof List<?> list ? list : List.of();
  }

  List<String> texts(String key) {
    return list(key).stream().map(String::valueOf).toList();
  }

  List<Tree> trees(String key) {
    List<Tree> trees = new ArrayList<>();
    list(key).forEach(value -> trees.add(of(value)));
    return trees;
  }

  double[] numbers(String key) {
    return list(key).stream().mapToDouble(Tree::number).toArray();
  }

  private static double number(Object value) {
    return switch (value) {
      case Number n -> n.doubleValue();
      case String word when word.equals("Infinity") -> Double.POSITIVE_INFINITY;
      case String word when word.equals("-Infinity") -> Double.NEGATIVE_INFINITY;
      case null, default -> Double.NaN;
    };
  }
}
