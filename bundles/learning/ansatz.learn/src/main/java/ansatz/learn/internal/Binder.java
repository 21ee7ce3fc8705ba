package ansatz.learn.internal;

import ansatz.learn.Param;
import ansatz.learn.ParamException;
import ansatz.learn.Parts;
import ansatz.learn.Suggestion;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Turns trees into config records. */
public final class Binder {
  private final Parts parts;

  public Binder(Parts parts) {
    this.parts = parts;
  }

  /** Binds a map to a record. */
  public <R extends Record> R group(Class<R> type, Map<?, ?> tree, String path) {
    Map<String, Field> fields = Field.of(type).stream()
        .collect(Collectors.toMap(Field::name, Function.identity(), (a, _) -> a, LinkedHashMap::new));
    Map<String, Object> values = new HashMap<>();
    tree.forEach((key, value) -> {
      Field field = fields.get(String.valueOf(key));
      if (field == null) {
        throw ParamException.unknownKey(path, String.valueOf(key), fields.keySet());
      }
      values.put(field.name(), bind(field.kind(), field.param(), value, Literal.path(path, field.name())));
    });
    fields.forEach((name, field) -> values.computeIfAbsent(name, _ -> absent(field, Literal.path(path, name))));
    return construct(type, values, tree, path);
  }

  private Object absent(Field field, String path) {
    Optional<Object> value = field.value();
    if (value.isPresent()) {
      return bind(field.kind(), field.param(), value.get(), path);
    }
    return switch (field.kind()) {
      case Kind.Maybe _ -> Optional.empty();
      case Kind.Group group -> group(group.type(), Map.of(), path);
      default -> throw ParamException.required(path, field.param().help());
    };
  }

  private Object bind(Kind kind, Param param, Object value, String path) {
    return switch (kind) {
      case Kind.Whole whole -> whole(whole, param, value, path);
      case Kind.Real _ -> real(param, value, path);
      case Kind.Flag _ -> expect(Boolean.class, value, path, "is neither true nor false");
      case Kind.Text _ -> expect(String.class, value, path, "is not a string");
      case Kind.Choice choice -> choice(choice, value, path);
      case Kind.Group group -> group.type().isInstance(value)
          ? value
          : group(group.type(), map(value, path), path);
      case Kind.Part part -> part(part.service(), value, path);
      case Kind.Maybe maybe -> switch (value) {
        case null -> Optional.empty();
        case Optional<?> given -> given.map(v -> bind(maybe.element(), param, v, path));
        default -> Optional.of(bind(maybe.element(), param, value, path));
      };
      case Kind.Many many -> list(many, param, value, path);
      case Kind.Named named -> {
        Map<String, Object> bound = new LinkedHashMap<>();
        map(value, path).forEach((key, v) -> bound.put(String.valueOf(key),
            bind(named.element(), param, v, Literal.path(path, String.valueOf(key)))));
        yield Collections.unmodifiableMap(bound);
      }
    };
  }

  private static Object whole(Kind.Whole kind, Param param, Object value, String path) {
    BigDecimal number = number(value, path, "is not an integer");
    if (number.stripTrailingZeros().scale() > 0) {
      throw new ParamException(path, value, "is not an integer");
    }
    BigInteger integer = number.toBigInteger();
    checkBounds(param, number.doubleValue(), value, path);
    long min = kind.wide() ? Long.MIN_VALUE : Integer.MIN_VALUE;
    long max = kind.wide() ? Long.MAX_VALUE : Integer.MAX_VALUE;
    if (integer.compareTo(BigInteger.valueOf(min)) < 0) {
      throw new ParamException(path, value, "is less than the minimum " + min);
    }
    if (integer.compareTo(BigInteger.valueOf(max)) > 0) {
      throw new ParamException(path, value, "is greater than the maximum " + max);
    }
    return kind.wide() ? (Object) integer.longValue() : (Object) integer.intValue();
  }

  private static double real(Param param, Object value, String path) {
    double number = number(value, path, "is not a number").doubleValue();
    checkBounds(param, number, value, path);
    return number;
  }

  private static BigDecimal number(Object value, String path, String rule) {
    return switch (value) {
      case Double d when !Double.isFinite(d) -> throw new ParamException(path, value, "is not a finite number");
      case Float f when !Float.isFinite(f) -> throw new ParamException(path, value, "is not a finite number");
      case Number n -> new BigDecimal(n.toString());
      case null, default -> throw new ParamException(path, value, rule);
    };
  }

  private static void checkBounds(Param param, double number, Object value, String path) {
    if (param.exclusiveMin() && number <= param.min()) {
      throw new ParamException(path, value, "must be greater than " + Literal.of(param.min()));
    }
    if (number < param.min()) {
      throw new ParamException(path, value, "is less than the minimum " + Literal.of(param.min()));
    }
    if (param.exclusiveMax() && number >= param.max()) {
      throw new ParamException(path, value, "must be less than " + Literal.of(param.max()));
    }
    if (number > param.max()) {
      throw new ParamException(path, value, "is greater than the maximum " + Literal.of(param.max()));
    }
  }

  private static Object choice(Kind.Choice kind, Object value, String path) {
    if (kind.type().isInstance(value)) {
      return value;
    }
    int index = kind.words().indexOf(value);
    if (index < 0) {
      String near = Suggestion.nearest(String.valueOf(value), kind.words())
          .map(word -> " — did you mean '" + word + "'?").orElse("");
      throw new ParamException(path, value, "is not one of " + String.join(", ", kind.words()) + near);
    }
    return kind.type().getEnumConstants()[index];
  }

  private List<Object> list(Kind.Many kind, Param param, Object value, String path) {
    List<?> given = expect(List.class, value, path, "is not a list");
    List<Object> bound = new ArrayList<>();
    for (int i = 0; i < given.size(); i++) {
      bound.add(bind(kind.element(), param, given.get(i), path + "[" + i + "]"));
    }
    return Collections.unmodifiableList(bound);
  }

  /** Finds a part by name, or by name with its parameters. */
  public <P> P part(Class<P> service, Object value, String path) {
    if (service.isInstance(value)) {
      return service.cast(value);
    }
    if (value instanceof String name) {
      return parts.create(service, name, Map.of(), Literal.path(path, name));
    }
    if (value instanceof Map<?, ?> map && map.size() == 1) {
      Map.Entry<?, ?> entry = map.entrySet().iterator().next();
      String name = String.valueOf(entry.getKey());
      String inside = Literal.path(path, name);
      Map<String, Object> config = new LinkedHashMap<>();
      map(entry.getValue(), inside).forEach((key, v) -> config.put(String.valueOf(key), v));
      return parts.create(service, name, config, inside);
    }
    throw new ParamException(path, value, "is neither a name nor one name with its parameters");
  }

  private static Map<?, ?> map(Object value, String path) {
    return value == null ? Map.of() : expect(Map.class, value, path, "is not a map");
  }

  private static <T> T expect(Class<T> type, Object value, String path, String rule) {
    if (!type.isInstance(value)) {
      throw new ParamException(path, value, rule);
    }
    return type.cast(value);
  }

  private static <R extends Record> R construct(Class<R> type, Map<String, Object> values, Object tree, String path) {
    RecordComponent[] components = type.getRecordComponents();
    try {
      Constructor<R> constructor = type
          .getDeclaredConstructor(Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new));
      constructor.setAccessible(true);
      return constructor.newInstance(Arrays.stream(components).map(c -> values.get(c.getName())).toArray());
    } catch (InvocationTargetException e) {
      switch (e.getCause()) {
        case IllegalArgumentException refusal -> throw ParamException.refused(path, tree, refusal);
        case RuntimeException bug -> throw bug;
        case Error bug -> throw bug;
        case Throwable bug -> throw new IllegalStateException(bug);
      }
    } catch (ReflectiveOperationException e) {
      throw new IllegalArgumentException("cannot make a " + type.getName(), e);
    }
  }
}
