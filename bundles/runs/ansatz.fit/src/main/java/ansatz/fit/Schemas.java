package ansatz.fit;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Changes inside JSON Schema trees. */
final class Schemas {
  private Schemas() {}

  /** A copy of the tree with the value at the path replaced. */
  static Map<String, Object> replace(Map<?, ?> tree, List<String> path, Object value) {
    Map<String, Object> copy = new LinkedHashMap<>();
    tree.forEach((key, old) -> copy.put(key.toString(), old));
    String key = path.getFirst();
    copy.put(key, path.size() == 1
        ? value
        : replace((Map<?, ?>) copy.getOrDefault(key, Map.of()), path.subList(1, path.size()), value));
    return copy;
  }
}
