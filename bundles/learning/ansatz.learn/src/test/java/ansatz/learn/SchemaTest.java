package ansatz.learn;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SchemaTest {
  @Test
  void schemaSaysWhatBindAccepts() {
    Map<String, Object> schema = Params.schema(ParamsTest.Config.class);
    assertEquals("https://json-schema.org/draft/2020-12/schema", schema.get("$schema"));
    assertEquals(false, schema.get("additionalProperties"));
    assertEquals(false, schema.containsKey("required"));
    Map<?, ?> properties = (Map<?, ?>) schema.get("properties");
    assertEquals(List.of("lambda", "rate", "k", "big", "intercept", "label", "link", "limit", "widths", "weights",
        "stop"), List.copyOf(properties.keySet()));
    assertEquals(Map.of("description", "penalty", "type", "number", "minimum", 0L, "default", 1.0),
        properties.get("lambda"));
    assertEquals(Map.of("description", "rate", "type", "number", "exclusiveMinimum", 0L, "exclusiveMaximum", 1L,
        "default", 0.001), properties.get("rate"));
    assertEquals(Map.of("description", "neighbours", "type", "integer", "minimum", 1L, "maximum", 99L, "default", 5L),
        properties.get("k"));
    assertEquals(Map.of("description", "loss", "enum", List.of("identity", "log-loss", "hinge"), "default",
        "log-loss"), properties.get("link"));
    assertEquals(Map.of("description", "widths", "type", "array", "items", Map.of("type", "integer", "minimum", 1L),
        "default", List.of(8L, 4L)), properties.get("widths"));
    assertEquals(Map.of("description", "limit", "type", "number", "minimum", 0L), properties.get("limit"));
    assertEquals("object", ((Map<?, ?>) properties.get("stop")).get("type"));
    assertEquals(List.of("k"), Params.schema(ParamsTest.Knn.class).get("required"));
  }

  @Test
  void parametersAreDescribed() {
    List<Parameter> parameters = Params.describe(ParamsTest.Config.class);
    assertEquals(List.of("number", "number", "integer", "integer", "boolean", "string", "choice", "optional number",
        "list of integer", "map of number", "group"), parameters.stream().map(Parameter::type).toList());
    assertEquals(List.of("[0, inf)", "(0, 1)", "[1, 99]", ""),
        parameters.stream().limit(4).map(Parameter::range).toList());
    assertEquals(Optional.of(0.001), parameters.get(1).value());
    assertEquals(Param.Scale.LOG, parameters.get(0).scale());
    assertEquals(List.of("identity", "log-loss", "hinge"), parameters.get(6).choices());
    assertEquals(List.of("steps", "tolerance"), parameters.get(10).nested().stream().map(Parameter::name).toList());
    assertEquals(false, parameters.stream().anyMatch(Parameter::required));
    assertEquals(true, Params.describe(ParamsTest.Knn.class).get(0).required());
  }
}
