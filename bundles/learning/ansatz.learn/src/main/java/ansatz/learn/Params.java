package ansatz.learn;

import ansatz.learn.internal.Binder;
import ansatz.learn.internal.Describer;
import ansatz.learn.internal.Schema;
import ansatz.learn.internal.Trees;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Everything that follows from a config record whose components carry {@link Param}.
 *
 * <p>A component is an {@code int}, {@code long}, {@code double}, {@code boolean} or its box, a {@code String}, an enum
 * (written {@code log-loss} for {@code LOG_LOSS}), a nested config record, an interface (a part, by name), or an
 * {@code Optional}, {@code List} or {@code Map<String, ...>} of these. Bounds hold for every element. A component
 * without a default is required, unless it is an {@code Optional} or a record whose components all have defaults.
 *
 * <p>Trees are what YAML and JSON parsers give: maps, lists, strings, numbers, booleans and null. Every call reads the
 * record anew; nothing is cached, so that no class of a plugin is kept alive.
 */
public final class Params {
  private Params() {}

  /**
   * The config with the given values and the declared defaults: {@code Params.of(Ridge.Config.class, "lambda", 2)}.
   */
  public static <R extends Record> R of(Class<R> type, Object... namesAndValues) {
    if (namesAndValues.length % 2 != 0) {
      throw new IllegalArgumentException(
          "names and values have to alternate, got " + namesAndValues.length + " of them");
    }
    Map<String, Object> tree = new LinkedHashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      tree.put((String) namesAndValues[i], namesAndValues[i + 1]);
    }
    return bind(type, tree, "");
  }

  /** Binds a tree for a config without parts. */
  public static <R extends Record> R bind(Class<R> type, Map<String, ?> tree, String path) {
    return bind(type, tree, path, Parts.NONE);
  }

  /**
   * Binds a tree.
   *
   * @param path where the tree stands, for messages: {@code model.ridge}; empty at the top
   * @param parts finds parts by name
   * @throws ParamException for the first value, in the order of the tree, that does not fit; after these for the first
   *   required component that is missing
   */
  public static <R extends Record> R bind(Class<R> type, Map<String, ?> tree, String path, Parts parts) {
    return new Binder(parts).group(type, tree, path);
  }

  /**
   * Finds the part that a value names: {@code ridge} or {@code {ridge: {lambda: 1}}}.
   *
   * @param path where the value stands: {@code model}
   */
  public static <P> P part(Class<P> service, Object value, String path, Parts parts) {
    return new Binder(parts).part(service, value, path);
  }

  /** The tree of a config without parts, every default filled in; binding it gives an equal config. */
  public static Map<String, Object> tree(Record config) {
    return tree(config, Parts.NONE);
  }

  /** The tree of a config, every default filled in; binding it with the same parts gives an equal config. */
  public static Map<String, Object> tree(Record config, Parts parts) {
    return new Trees(parts).group(config);
  }

  /** The parameters in the order of the record. */
  public static List<Parameter> describe(Class<? extends Record> type) {
    return Describer.describe(type);
  }

  /** The JSON Schema (draft 2020-12) of the trees that {@link #bind} accepts. */
  public static Map<String, Object> schema(Class<? extends Record> type) {
    return Schema.document(type);
  }
}
