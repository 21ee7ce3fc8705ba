package ansatz.learn.internal;

import ansatz.learn.Param;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes the JSON Schema of a config record. */
public final class Schema {
  private Schema() {}

  /** A whole document. */
  public static Map<String, Object> document(Class<? extends Record> type) {
    Map<String, Object> schema = new LinkedHashMap<>();
    schema.put("$schema", "https://json-schema.org/draft/2020-12/schema");
    schema.putAll(group(type));
    return schema;
  }

  private static Map<String, Object> group(Class<? extends Record> type) {
    Map<String, Object> properties = new LinkedHashMap<>();
    List<Field> fields = Field.of(type);
    for (Field field : fields) {
      Map<String, Object> property = new LinkedHashMap<>();
      property.put("description", field.param().help());
      property.putAll(of(field.kind(), field.param()));
      field.value().ifPresent(value -> property.put("default", value));
      properties.put(field.name(), property);
    }
    Map<String, Object> schema = new LinkedHashMap<>();
    schema.put("type", "object");
    schema.put("properties", properties);
    List<String> required = fields.stream().filter(Describer::required).map(Field::name).toList();
    if (!required.isEmpty()) {
      schema.put("required", required);
    }
    schema.put("additionalProperties", false);
    return schema;
  }

  private static Map<String, Object> of(Kind kind, Param param) {
    return switch (kind) {
      case Kind.Whole _ -> bounded("integer", param);
      case Kind.Real _ -> bounded("number", param);
      case Kind.Flag _ -> Map.of("type", "boolean");
      case Kind.Text _ -> Map.of("type", "string");
      case Kind.Choice choice -> Map.of("enum", choice.words());
      case Kind.Group group -> group(group.type());
      case Kind.Part _ -> ordered("anyOf", List.of(Map.of("type", "string"),
          ordered("type", "object", "minProperties", 1, "maxProperties", 1)));
      case Kind.Maybe maybe -> of(maybe.element(), param);
      case Kind.Many many -> ordered("type", "array", "items", of(many.element(), param));
      case Kind.Named named -> ordered("type", "object", "additionalProperties", of(named.element(), param));
    };
  }

  private static Map<String, Object> bounded(String type, Param param) {
    Map<String, Object> schema = ordered("type", type);
    if (param.min() != Double.NEGATIVE_INFINITY) {
      schema.put(param.exclusiveMin() ? "exclusiveMinimum" : "minimum", number(param.min()));
    }
    if (param.max() != Double.POSITIVE_INFINITY) {
      schema.put(param.exclusiveMax() ? "exclusiveMaximum" : "maximum", number(param.max()));
    }
    return schema;
  }

  private static Number number(double bound) {
    return bound == Math.rint(bound) && Math.abs(bound) < 1L << 53 ? (Number) (long) bound : (Number) bound;
  }

  private static Map<String, Object> ordered(Object... keysAndValues) {
    Map<String, Object> map = new LinkedHashMap<>();
    for (int i = 0; i < keysAndValues.length; i += 2) {
      map.put((String) keysAndValues[i], keysAndValues[i + 1]);
    }
    return map;
  }
}
