package ansatz.learn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ParamsTest {
  enum Link {
    IDENTITY, LOG_LOSS, HINGE
  }

  record Stop(@Param(help = "steps", value = "100", min = 1) int steps,
      @Param(help = "tolerance", value = "1e-8", min = 0) double tolerance) {}

  record Config(@Param(help = "penalty", value = "1", min = 0, scale = Param.Scale.LOG) double lambda,
      @Param(help = "rate", value = "1e-3", min = 0, exclusiveMin = true, max = 1, exclusiveMax = true) Double rate,
      @Param(help = "neighbours", value = "5", min = 1, max = 99) int k, @Param(help = "big", value = "7") long big,
      @Param(help = "constant", value = "true") boolean intercept, @Param(help = "label", value = "a b") String label,
      @Param(help = "loss", value = "log-loss") Link link, @Param(help = "limit", min = 0) Optional<Double> limit,
      @Param(help = "widths", value = "[8, 4]", min = 1) List<Integer> widths,
      @Param(help = "weights", value = "{}", min = 0) Map<String, Double> weights,
      @Param(help = "when to stop") Stop stop) {
    Config {
      if (k == 13) {
        throw new IllegalArgumentException("k must not be 13");
      }
    }
  }

  record Knn(@Param(help = "number of neighbours", min = 1) int k) {}

  record Network(@Param(help = "stages") List<Stop> layers) {}

  record Forgotten(int k) {}

  @Test
  void defaultsStandInTheAnnotation() {
    Config expected = new Config(1, 1e-3, 5, 7, true, "a b", Link.LOG_LOSS, Optional.empty(), List.of(8, 4), Map.of(),
        new Stop(100, 1e-8));
    assertEquals(expected, Params.of(Config.class));
    assertEquals(expected, Params.bind(Config.class, Map.of(), "model"));
  }

  @Test
  void givenValuesReplaceDefaults() {
    Config expected = new Config(2, 0.5, 1, 1L << 40, false, "", Link.HINGE, Optional.of(0.0), List.of(),
        Map.of("a", 2.0), new Stop(3, 0));
    assertEquals(expected,
        Params.of(Config.class, "lambda", 2, "rate", 0.5f, "k", 1.0, "big", BigInteger.ONE.shiftLeft(40), "intercept",
            false, "label", "", "link", "hinge", "limit", 0, "widths", List.of(), "weights", Map.of("a", 2), "stop",
            Map.of("steps", 3, "tolerance", 0)));
    assertEquals(expected.link(), Params.of(Config.class, "link", Link.HINGE).link());
    assertEquals(expected.stop(), Params.of(Config.class, "stop", expected.stop()).stop());
    assertEquals(expected.limit(), Params.of(Config.class, "limit", Optional.of(0)).limit());
  }

  @Test
  void treeBindsToAnEqualConfig() {
    Config config = Params.of(Config.class, "lambda", 0.1, "limit", 3, "weights", Map.of("b", 0.25));
    Map<String, Object> tree = Params.tree(config);
    assertEquals("log-loss", tree.get("link"));
    assertEquals(Map.of("steps", 100, "tolerance", 1e-8), tree.get("stop"));
    assertEquals(config, Params.bind(Config.class, tree, ""));
    assertEquals(false, Params.tree(Params.of(Config.class)).containsKey("limit"));
  }

  @Test
  void boundsAreChecked() {
    fails("model.ridge.lambda = -1 is less than the minimum 0", "lambda", -1);
    fails("model.ridge.lambda = -1e-9 is less than the minimum 0", "lambda", -1e-9);
    fails("model.ridge.rate = 0 must be greater than 0", "rate", 0);
    fails("model.ridge.rate = -0.5 must be greater than 0", "rate", -0.5);
    fails("model.ridge.rate = 1 must be less than 1", "rate", 1.0);
    fails("model.ridge.k = 100 is greater than the maximum 99", "k", 100);
    fails("model.ridge.limit = -2 is less than the minimum 0", "limit", -2);
    fails("model.ridge.widths[1] = 0 is less than the minimum 1", "widths", List.of(1, 0));
    fails("model.ridge.weights.b = -1 is less than the minimum 0", "weights", Map.of("b", -1));
    fails("model.ridge.stop.steps = 3000000000 is greater than the maximum 2147483647", "stop",
        Map.of("steps", 3_000_000_000L));
    fails("model.ridge.big = 9223372036854775808 is greater than the maximum 9223372036854775807", "big",
        BigInteger.ONE.shiftLeft(63));
  }

  @Test
  void typesAreChecked() {
    fails("model.ridge.k = 'x' is not an integer", "k", "x");
    fails("model.ridge.k = 1.5 is not an integer", "k", 1.5);
    fails("model.ridge.k = null is not an integer", "k", null);
    fails("model.ridge.lambda = '1' is not a number", "lambda", "1");
    fails("model.ridge.lambda = NaN is not a finite number", "lambda", Double.NaN);
    fails("model.ridge.lambda = Infinity is not a finite number", "lambda", Double.POSITIVE_INFINITY);
    fails("model.ridge.intercept = 'no' is neither true nor false", "intercept", "no");
    fails("model.ridge.label = 3 is not a string", "label", 3);
    fails("model.ridge.widths = 3 is not a list", "widths", 3);
    fails("model.ridge.stop = 3 is not a map", "stop", 3);
    fails("model.ridge.link = 'log_loss' is not one of identity, log-loss, hinge — did you mean 'log-loss'?", "link",
        "log_loss");
    fails("model.ridge.link = 3 is not one of identity, log-loss, hinge", "link", 3);
  }

  @Test
  void unknownKeysGetASuggestion() {
    fails("unknown key 'lamda' — did you mean 'lambda'? (in model.ridge)", "lamda", 1);
    fails("unknown key 'step' — did you mean 'steps'? (in model.ridge.stop)", "stop", Map.of("step", 1));
    fails("unknown key 'momentum' — allowed: steps, tolerance (in model.ridge.stop)", "stop", Map.of("momentum", 1));
    ParamException atTop = assertThrows(ParamException.class, () -> Params.of(Config.class, "lamda", 1));
    assertEquals("unknown key 'lamda' — did you mean 'lambda'?", atTop.getMessage());
    assertEquals("lamda", atTop.path());
  }

  @Test
  void missingKeysAreNamed() {
    ParamException e = assertThrows(ParamException.class, () -> Params.bind(Knn.class, Map.of(), "model.knn"));
    assertEquals("model.knn.k is required: number of neighbours", e.getMessage());
    assertEquals("model.knn.k", e.path());
  }

  @Test
  void theConstructorsRefusalCarriesThePath() {
    fails("model.ridge: k must not be 13", "k", 13);
    assertEquals("k must not be 13",
        assertThrows(ParamException.class, () -> Params.of(Config.class, "k", 13)).getMessage());
  }

  @Test
  void theFirstProblemOfTheTreeIsReported() {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("k", 0);
    tree.put("lamda", 1);
    ParamException e = assertThrows(ParamException.class, () -> Params.bind(Config.class, tree, ""));
    assertEquals("k = 0 is less than the minimum 1", e.getMessage());
    assertEquals(List.of("k", 0, "is less than the minimum 1"), List.of(e.path(), e.value(), e.rule()));
    Map<String, Object> list = Map.of("layers", Arrays.asList(Map.of(), Map.of("steps", "x")));
    assertEquals("layers[1].steps = 'x' is not an integer",
        assertThrows(ParamException.class, () -> Params.bind(Network.class, list, "")).getMessage());
  }

  @Test
  void aComponentWithoutParamIsAnError() {
    IllegalArgumentException e = assertThrows(IllegalArgumentException.class, () -> Params.of(Forgotten.class, "k", 1));
    assertEquals("ansatz.learn.ParamsTest$Forgotten.k has no @Param", e.getMessage());
  }

  private static void fails(String message, String key, Object value) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put(key, value);
    ParamException e = assertThrows(ParamException.class, () -> Params.bind(Config.class, tree, "model.ridge"));
    assertEquals(message, e.getMessage());
  }
}
