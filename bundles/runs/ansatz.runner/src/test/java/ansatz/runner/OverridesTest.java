package ansatz.runner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ansatz.experiment.ConfigException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OverridesTest {
  private final Map<String, Object> tree = new LinkedHashMap<>();

  OverridesTest() {
    Map<String, Object> models = new LinkedHashMap<>();
    models.put("ridge", new LinkedHashMap<>(Map.of("lambda", 1)));
    models.put("tribuo.cart", new LinkedHashMap<>(Map.of("depth", 2)));
    tree.put("seed", 1);
    tree.put("fit", new LinkedHashMap<>(Map.of("models", models)));
    tree.put("metrics", new ArrayList<>(List.of("rmse", "mae")));
  }

  private Object models(String label) {
    return ((Map<?, ?>) ((Map<?, ?>) tree.get("fit")).get("models")).get(label);
  }

  private String refusal(String override) {
    return assertThrows(ConfigException.class, () -> Overrides.apply(tree, List.of(override))).getMessage();
  }

  @Test
  void setsAddsAndRemoves() {
    Overrides.apply(tree, List.of("seed=3", "+notes=hello: there".replace(": ", " "), "~metrics[0]"));
    assertEquals(3, tree.get("seed"));
    assertEquals("hello there", tree.get("notes"));
    assertEquals(List.of("mae"), tree.get("metrics"));
  }

  @Test
  void keysMayHoldDots() {
    Overrides.apply(tree, List.of("fit.models.tribuo.cart.depth=5", "model.tribuo.cart.leaf=2"));
    assertEquals(Map.of("depth", 5, "leaf", 2), models("tribuo.cart"));
  }

  @Test
  void aModelsParameterIsReachedByItsOwnName() {
    Overrides.apply(tree, List.of("model.lambda=-1"));
    assertEquals(Map.of("lambda", -1), models("ridge"));
    assertEquals(Map.of("depth", 2), models("tribuo.cart"));
  }

  @Test
  void valuesAreYaml() {
    Overrides.apply(tree, List.of("metrics=[r2]", "seed=1e3"));
    assertEquals(List.of("r2"), tree.get("metrics"));
    assertEquals(1000.0, tree.get("seed"));
  }

  @Test
  void whatIsNotUnderstoodIsNamed() {
    assertTrue(refusal("seed").contains("override 'seed' is not understood — write key=value"), refusal("seed"));
    assertEquals("override '+seed': the key is there already — write seed=… to change it", refusal("+seed=3"));
    assertEquals("override '~sed': no key 'sed' — did you mean 'seed'?", refusal("~sed"));
    assertTrue(refusal("metrics[7]=x").contains("index [7] outside a list of 2"), refusal("metrics[7]=x"));
    assertTrue(refusal("seed.x=1").contains("'seed' is 1, it has nothing inside"), refusal("seed.x=1"));
    assertTrue(refusal("model.alpha=1").contains("no model has 'alpha' in the file"), refusal("model.alpha=1"));
  }

  @Test
  void anIndexThatIsNotClosedIsRefused() {
    assertEquals("override '[0': ']' is missing after the index — write [0]", refusal("[0=x"));
    assertEquals("override '[0': ']' is missing after the index — write [0]", refusal("metrics[0=x"));
  }
}
