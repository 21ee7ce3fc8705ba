package ansatz.learn;

import java.util.Map;

/** Binds plain values to config records; see the package's helper. */
public final class Params {
  private Params() {
  }

  /** The config with the given values and the declared defaults: {@code Params.of(Ridge.Config.class, "lambda", 2)}. */
  public static <R extends Record> R of(Class<R> type, Object... namesAndValues) {
    throw new UnsupportedOperationException();
  }

  /** Binds a tree of maps, lists and scalars. */
  public static <R extends Record> R bind(Class<R> type, Map<String, ?> tree, String path) {
    throw new UnsupportedOperationException();
  }
}
