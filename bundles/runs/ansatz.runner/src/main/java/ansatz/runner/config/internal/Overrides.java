package ansatz.runner.config.internal;

import ansatz.experiment.ConfigException;
import ansatz.learn.Suggestion;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Changes to an experiment from the command line: {@code a.b=1} sets, {@code +a.b=1} adds, {@code ++a.b=1} does either,
 * {@code ~a.b} removes.
 *
 * <p>A key may hold dots itself ({@code fit.models.tribuo.cart.depth=3}): the longest key that is there or that the
 * schema knows wins. Lists are entered by index: {@code metrics[0]=mae}. Setting goes into maps that are there and into
 * sections of the schema ({@code fit.validation.folds=5}); it does not make up a map, so that a slip in a label is not a
 * new model. {@code model.lambda=1} is short for that parameter of every model that has it in the file, or of the only
 * model.
 */
public final class Overrides {
  private static final String MODELS = "fit.models.";

  private final Map<String, Object> tree;
  private final Supplier<Map<String, Object>> schema;

  private Overrides(Map<String, Object> tree, Supplier<Map<String, Object>> schema) {
    this.tree = tree;
    this.schema = schema;
  }

  /**
   * Applies the overrides in order to the tree itself.
   *
   * @param schema the JSON Schema of the tree, asked for only where a path leaves what is there
   */
  public static void apply(Map<String, Object> tree, List<String> overrides, Supplier<Map<String, Object>> schema) {
    overrides.forEach(new Overrides(tree, schema)::apply);
  }

  private void apply(String text) {
    String sign = text.startsWith("++") ? "++" : text.startsWith("+") ? "+" : text.startsWith("~") ? "~" : "";
    String body = text.substring(sign.length());
    int equals = body.indexOf('=');
    if (sign.equals("~") ? equals >= 0 : equals <= 0) {
      throw new ConfigException("override '" + text
          + "' is not understood — write key=value to set, +key=value to add, ~key to remove");
    }
    String path = equals < 0 ? body : body.substring(0, equals);
    Object value = equals < 0 ? null : ExperimentReader.value(body.substring(equals + 1), path);
    for (String target : targets(path)) {
      new Change(sign, target, value).make();
    }
  }

  /** What a path means: itself, or for {@code model.x} the paths of x in the models concerned. */
  private List<String> targets(String path) {
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
      String label = models.keySet().stream().map(Object::toString).findFirst().orElse("LABEL");
      throw new ConfigException("override '" + path + "': no model has '" + first
          + "' in the file — name the model: model." + label + "." + rest + "=…");
    }
    return having;
  }

  /** One change under way: a walk from the root to the map or list that holds the last key. */
  private final class Change {
    private final String sign;
    private final String path;
    private final Object value;
    private final List<String> above = new ArrayList<>();
    private Object at = tree;

    private Change(String sign, String path, Object value) {
      this.sign = sign;
      this.path = path;
      this.value = value;
    }

    private void make() {
      String rest = path;
      String key = step(rest);
      while (key.length() < rest.length()) {
        String inside = after(rest, key);
        enter(key, inside);
        rest = inside;
        key = step(rest);
      }
      if (at instanceof List<?>) {
        putInList(key);
      } else {
        putInMap(key);
      }
    }

    /** The first key of the rest: the longest that is there, an index, the longest of the schema, or up to a dot. */
    private String step(String rest) {
      String there = at instanceof Map<?, ?> map ? longest(rest, map) : "";
      if (!there.isEmpty()) {
        return there;
      }
      if (rest.startsWith("[")) {
        return bracket(rest);
      }
      String plain = rest.split("[.\\[]", 2)[0];
      if (plain.isEmpty()) {
        throw refused("empty key — write a.b or a[0]");
      }
      if (plain.length() == rest.length()) {
        return plain;
      }
      Map<?, ?> rules = rules();
      boolean values = rules.get("additionalProperties") instanceof Map<?, ?> any && "string".equals(any.get("type"));
      String known = values ? rest : longest(rest, properties(rules));
      return known.isEmpty() ? plain : known;
    }

    private String bracket(String rest) {
      int close = rest.indexOf(']');
      if (close < 0) {
        throw refused("'[' is never closed — write [0]");
      }
      return rest.substring(0, close + 1);
    }

    private static String longest(String rest, Map<?, ?> map) {
      String longest = "";
      for (Object key : map.keySet()) {
        String k = key.toString();
        boolean whole = rest.equals(k) || rest.startsWith(k + ".") || rest.startsWith(k + "[");
        longest = whole && k.length() > longest.length() ? k : longest;
      }
      return longest;
    }

    private String after(String rest, String key) {
      return switch (rest.charAt(key.length())) {
        case '.' -> rest.substring(key.length() + 1);
        case '[' -> rest.substring(key.length());
        default -> throw refused("'" + rest.substring(key.length()) + "' follows " + key + " — write a dot between");
      };
    }

    private void enter(String key, String inside) {
      Object next = at instanceof List<?> list ? list.get(index(key, list.size())) : inMap(key, inside);
      if (!(next instanceof Map || next instanceof List)) {
        throw refused("'" + key + "' is " + next + ", it has nothing inside");
      }
      above.add(key);
      at = next;
    }

    /** What is under a key of the current map; a map made for it where that is in order. */
    private Object inMap(String key, String inside) {
      Map<String, Object> map = map(key);
      if (map.get(key) != null) {
        return map.get(key);
      }
      if (inside.startsWith("[")) {
        throw refused("no list stands before " + bracket(inside));
      }
      boolean mayAdd = map.containsKey(key) || sign.startsWith("+") || isSection(key);
      if (sign.equals("~") || !mayAdd) {
        throw missing(key);
      }
      Map<String, Object> made = new LinkedHashMap<>();
      map.put(key, made);
      return made;
    }

    @SuppressWarnings("unchecked")
    private Map<String, Object> map(String key) {
      if (key.startsWith("[") && !((Map<?, ?>) at).containsKey(key)) {
        throw refused("no list stands before " + key);
      }
      return (Map<String, Object>) at;
    }

    /** Whether the schema has a map of this name here, rather than allowing any name. */
    private boolean isSection(String key) {
      Map<?, ?> rules = rules();
      return !(rules.get("additionalProperties") instanceof Map)
          && properties(rules).get(key) instanceof Map<?, ?> rule && "object".equals(rule.get("type"));
    }

    /** The part of the schema that speaks of the current map; empty where it says nothing. */
    private Map<?, ?> rules() {
      Map<?, ?> rules = schema.get();
      for (String key : above) {
        Object next = key.startsWith("[") ? rules.get("items") : properties(rules).get(key);
        rules = next instanceof Map<?, ?> map ? map : Map.of();
      }
      return rules;
    }

    private static Map<?, ?> properties(Map<?, ?> rules) {
      return rules.get("properties") instanceof Map<?, ?> properties ? properties : Map.of();
    }

    private int index(String key, int size) {
      if (!key.matches("\\[\\d{1,9}\\]")) {
        throw refused("'" + key + "' is not an index, and a list stands there — write [0]");
      }
      int i = Integer.parseInt(key.substring(1, key.length() - 1));
      if (i >= size) {
        throw refused("index " + key + " outside a list of " + ((List<?>) at).size());
      }
      return i;
    }

    @SuppressWarnings("unchecked")
    private void putInList(String key) {
      List<Object> list = (List<Object>) at;
      int i = index(key, sign.startsWith("+") ? list.size() + 1 : list.size());
      if (sign.equals("~")) {
        list.remove(i);
      } else if (i == list.size()) {
        list.add(value);
      } else {
        refuseToAdd();
        list.set(i, value);
      }
    }

    private void putInMap(String key) {
      Map<String, Object> map = map(key);
      if (sign.equals("~")) {
        if (!map.containsKey(key)) {
          throw missing(key);
        }
        map.remove(key);
      } else {
        if (map.containsKey(key)) {
          refuseToAdd();
        }
        map.put(key, value);
      }
    }

    private void refuseToAdd() {
      if (sign.equals("+")) {
        throw refused("the key is there already — write " + path + "=… to change it");
      }
    }

    private ConfigException missing(String key) {
      boolean removing = sign.equals("~");
      boolean closed = !removing && Boolean.FALSE.equals(rules().get("additionalProperties"));
      Set<String> keys = new LinkedHashSet<>();
      ((Map<?, ?>) at).keySet().forEach(k -> keys.add(k.toString()));
      if (closed) {
        properties(rules()).keySet().forEach(k -> keys.add(k.toString()));
      }
      if (closed && keys.contains(key)) {
        return refused("'" + key + "' is a value, it has nothing inside");
      }
      return refused("no key '" + key + "' — " + Suggestion.hint(key, keys)
          + (removing || closed ? "" : " (to add it: +" + path + "=…)"));
    }

    private ConfigException refused(String why) {
      return new ConfigException("override '" + sign + path + "': " + why);
    }
  }
}
