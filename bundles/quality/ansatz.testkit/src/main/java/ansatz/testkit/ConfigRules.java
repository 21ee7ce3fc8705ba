package ansatz.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ansatz.learn.ParamException;
import ansatz.learn.Parameter;
import ansatz.learn.Params;
import java.util.List;
import java.util.Map;

/** What holds for every config record, whatever its parameters are. */
final class ConfigRules {
  private ConfigRules() {}

  /** Every default is accepted, and a config without required parameters and parts survives its tree. */
  static void defaultsAreAccepted(Class<? extends Record> type) {
    List<Parameter> parameters = Params.describe(type);
    for (Parameter parameter : parameters) {
      assertFalse(parameter.help().isBlank(), parameter.name() + " of " + type + " has no help");
      if (parameter.value().isPresent() && parameter.service().isEmpty()) {
        accepts(type, parameter.name(), parameter.value().get());
      }
    }
    if (parameters.stream().noneMatch(p -> p.required() || p.service().isPresent())) {
      Record config = Params.of(type);
      assertEquals(config, Params.bind(type, Params.tree(config), ""));
    }
  }

  /** What is outside of a bound or unknown is refused under its own name. */
  static void othersAreRefused(Class<? extends Record> type) {
    for (Parameter parameter : Params.describe(type)) {
      if (parameter.type().endsWith("integer") || parameter.type().endsWith("number")) {
        refusesOutside(type, parameter);
      }
      String wrong = parameter.name() + "x";
      String message = assertThrows(ParamException.class, () -> Params.of(type, wrong, 1)).getMessage();
      assertTrue(message.startsWith("unknown key '" + wrong + "'") && message.contains(parameter.name()), message);
    }
    assertThrows(ParamException.class, () -> Params.of(type, "no-such-parameter", 1));
  }

  private static void refusesOutside(Class<? extends Record> type, Parameter parameter) {
    if (parameter.type().contains(" of ")) {
      return; // the bounds hold for the elements
    }
    double below = parameter.min() - Math.max(1, Math.ulp(parameter.min()));
    double above = parameter.max() + Math.max(1, Math.ulp(parameter.max()));
    for (double outside : new double[] {below, above}) {
      if (Double.isFinite(outside)) {
        ParamException e = assertThrows(ParamException.class, () -> Params.of(type, parameter.name(), outside));
        assertEquals(parameter.name(), e.path());
      }
    }
  }

  /** The schema names the same parameters and forbids others. */
  static void schemaAgrees(Class<? extends Record> type) {
    Map<String, Object> schema = Params.schema(type);
    assertEquals(Params.describe(type).stream().map(Parameter::name).toList(),
        List.copyOf(((Map<?, ?>) schema.get("properties")).keySet()).stream().map(String::valueOf).toList());
    assertEquals(false, schema.get("additionalProperties"));
  }

  private static void accepts(Class<? extends Record> type, String name, Object value) {
    try {
      Params.of(type, name, value);
    } catch (ParamException e) {
      assertEquals("is required", e.rule(), e.getMessage());
    }
  }
}
