package ansatz.runner;

import ansatz.experiment.ConfigException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Changes to an experiment from the command line: {@code a.b=1} sets, {@code +a.b=1} adds, {@code ++a.b=1} does either,
 * {@code ~a.b} removes.
 *
 * <p>A key may hold dots itself ({@code fit.models.tribuo.cart.depth=3}): the longest key that is there wins. Lists are
 * entered by index: {@code metrics[0]=mae}. {@code model.lambda=1} is short for that parameter of every model that has
 * it in the file, or of the only model.
 */
final class Overrides {
  private static final String MODELS = "fit.models.";

  private Overrides() {}

  /** Applies the overrides in order to the tree itself. */
  static void apply(Map<String, Object> tree, List<String> overrides) {
    for (String override : overrides) {
      apply(tree, override);
    }
  }

  private static void apply(Map<String, Object> tree, String text) {
    String sign = text.startsWith("++") ? "++" : text.startsWith("+") ? "+" : text.startsWith("~") ? "~" : "";
    String body = text.substring(sign.length());
    int equals = body.indexOf('=');
    if (sign.equals("~") ? equals >= 0 : equals <= 0) {
      throw new ConfigException(
          "override '" + text + "' is not understood — write key=value to set, +key=value to add, "
              + "~key to remove");
    }
    String path = equals < 0 ? body : body.substring(0, equals);
    Object value = equals < 0 ? null : ExperimentReader.value(body.substring(equals + 1), path);
    for (String target : targets(tree, path)) {
      change(tree, sign, target, value);
    }
  }

  /** What a path means: itself, or for {@code model.x} the paths of x in the models concerned. */
  private static List<String> targets(Map<String, Object> tree, String path) {
    if (!path.startsWith("model.") || tree.containsKey("model") || !(tree.get("fit") instanceof Map<?, ?> fit)
        || !(fit.get("models") instanceof Map<?, ?> models)) {
      return List.of(path);
    }
    String rest = path.substring("model.".length());
    String first = rest.split("[.\\[]", 2)[0];
    if (models.keySet().stream().anyMatch(label -> rest.equals(label) || rest.startsWith(label + "."))) {
      return List.of(MODELS + rest);
    }
    List<String> having = models.entrySet().stream()
        .filter(m -> models.size() == 1 || m.getValue() instanceof Map<?, ?> config && config.containsKey(first))
        .map(m -> MODELS + m.getKey() + "." + rest).toList();
    if (having.isEmpty()) {
      throw new ConfigException(
          "override '" + path + "': no model has '" + first + "' in the file — name the model: model."
              + models.keySet().iterator().next() + "." + rest + "=…");
    }
    return having;
  }

  @SuppressWarnings("unchecked")
  private static void change(Map<String, Object> tree, String sign, String path, Object value) {
    Object at = tree;
    String rest = path;
    while (true) {
      String key = step(at, rest);
      String after = rest.length() == key.length()
          ? ""
          : rest.substring(key.length() + (rest.charAt(key.length()) == '.' ? 1 : 0));
      if (after.isEmpty()) {
        put(at, sign, path, key, value);
        return;
      }
      Object next = get(at, key, path);
      if (next == null && at instanceof Map<?, ?>) {
        if (sign.equals("~")) {
          throw missing(path, key, at);
        }
        next = new LinkedHashMap<String, Object>();
        ((Map<String, Object>) at).put(key, next);
      }
      if (!(next instanceof Map || next instanceof List)) {
        throw new ConfigException("override '" + path + "': '" + key + "' is " + next + ", it has nothing inside");
      }
      at = next;
      rest = after;
    }
  }

  /** The first key of the rest of a path: an index, the longest key that is there, or up to the next dot. */
  private static String step(Object at, String rest) {
    if (rest.startsWith("[")) {
      int close = rest.indexOf(']');
      if (close < 0) {
        throw new ConfigException("override '" + rest + "': ']' is missing after the index — write [0]");
      }
      return rest.substring(0, close + 1);
    }
    String longest = "";
    if (at instanceof Map<?, ?> map) {
      for (Object key : map.keySet()) {
        String k = key.toString();
        boolean whole = rest.equals(k) || rest.startsWith(k + ".") || rest.startsWith(k + "[");
        longest = whole && k.length() > longest.length() ? k : longest;
      }
    }
    return longest.isEmpty() ? rest.split("[.\\[]", 2)[0] : longest;
  }

  private static Object get(Object at, String key, String path) {
    return at instanceof List<?> list ? list.get(index(list, key, path)) : ((Map<?, ?>) at).get(key);
  }

  private static int index(List<?> list, String key, String path) {
    try {
      int i = Integer.parseInt(key.replaceAll("[\\[\\]]", ""));
      if (i >= 0 && i < list.size()) {
        return i;
      }
    } catch (NumberFormatException e) {
      throw new ConfigException(
          "override '" + path + "': '" + key + "' is not an index, and a list stands there — write ["
              + "0]",
          e);
    }
    throw new ConfigException("override '" + path + "': index " + key + " outside a list of " + list.size());
  }

  @SuppressWarnings("unchecked")
  private static void put(Object at, String sign, String path, String key, Object value) {
    if (at instanceof List<?> list) {
      int i = index(list, key, path);
      if (sign.equals("~")) {
        list.remove(i);
      } else {
        ((List<Object>) list).set(i, value);
      }
      return;
    }
    Map<String, Object> map = (Map<String, Object>) at;
    switch (sign) {
      case "~" -> {
        if (!map.containsKey(key)) {
          throw missing(path, key, at);
        }
        map.remove(key);
      }
      case "+" -> {
        if (map.containsKey(key)) {
          throw new ConfigException(
              "override '+" + path + "': the key is there already — write " + path + "=… to change it");
        }
        map.put(key, value);
      }
      default -> map.put(key, value);
    }
  }

  private static ConfigException missing(String path, String key, Object at) {
    List<String> keys = new ArrayList<>();
    ((Map<?, ?>) at).keySet().forEach(k -> keys.add(k.toString()));
    return new ConfigException(
        "override '~" + path + "': no key '" + key + "' — " + ansatz.learn.Suggestion.hint(key, keys));
  }
}
