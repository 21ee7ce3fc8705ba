package ansatz.learn.internal;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.WildcardType;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What a component of a config record may be. */
sealed interface Kind {
  /** int or long. */
  record Whole(boolean wide) implements Kind {}

  /** double. */
  record Real() implements Kind {}

  /** boolean. */
  record Flag() implements Kind {}

  /** String. */
  record Text() implements Kind {}

  /** An enum. */
  record Choice(Class<?> type) implements Kind {
    List<String> words() {
      return Arrays.stream(type.getEnumConstants()).map(c -> Literal.kebab((Enum<?>) c)).toList();
    }
  }

  /** A nested config record. */
  record Group(Class<? extends Record> type) implements Kind {}

  /** A service interface. */
  record Part(Class<?> service) implements Kind {}

  /** Optional. */
  record Maybe(Kind element) implements Kind {}

  /** List. */
  record Many(Kind element) implements Kind {}

  /** Map with String keys. */
  record Named(Kind element) implements Kind {}

  /** The kind of a declared type. */
  static Kind of(Type declared) {
    return switch (declared) {
      case Class<?> c when c == int.class || c == Integer.class -> new Whole(false);
      case Class<?> c when c == long.class || c == Long.class -> new Whole(true);
      case Class<?> c when c == double.class || c == Double.class -> new Real();
      case Class<?> c when c == boolean.class || c == Boolean.class -> new Flag();
      case Class<?> c when c == String.class -> new Text();
      case Class<?> c when c.isEnum() -> new Choice(c);
      case Class<?> c when c.isRecord() -> new Group(c.asSubclass(Record.class));
      case Class<?> c when c.isInterface() -> new Part(c);
      case ParameterizedType p when p.getRawType() == Optional.class -> new Maybe(of(p.getActualTypeArguments()[0]));
      case ParameterizedType p when p.getRawType() == List.class -> new Many(of(p.getActualTypeArguments()[0]));
      case ParameterizedType p when p.getRawType() == Map.class && p.getActualTypeArguments()[0] == String.class ->
        new Named(of(p.getActualTypeArguments()[1]));
      case ParameterizedType p when p.getRawType() instanceof Class<?> c && c.isInterface() -> new Part(c);
      case WildcardType w -> of(w.getUpperBounds()[0]);
      default -> throw new IllegalArgumentException("a config record cannot hold a " + declared.getTypeName());
    };
  }

  /** How the kind is called in descriptions. */
  default String label() {
    return switch (this) {
      case Whole _ -> "integer";
      case Real _ -> "number";
      case Flag _ -> "boolean";
      case Text _ -> "string";
      case Choice _ -> "choice";
      case Group _ -> "group";
      case Part part -> part.service().getSimpleName().toLowerCase(Locale.ROOT);
      case Maybe maybe -> "optional " + maybe.element().label();
      case Many many -> "list of " + many.element().label();
      case Named named -> "map of " + named.element().label();
    };
  }

  /** What stands inside optionals, lists and maps. */
  default Kind innermost() {
    return switch (this) {
      case Maybe maybe -> maybe.element().innermost();
      case Many many -> many.element().innermost();
      case Named named -> named.element().innermost();
      default -> this;
    };
  }
}
